import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import os from 'node:os'
import tls from 'node:tls'
import { describeFailure, type Failure } from './failure.ts'
import { type Answer, type HttpRequest, readAnswer } from './network.ts'

export interface Patience {
  readonly timeoutSeconds: number
  /** Ends the wait early. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Node gives each address of a name 0.25 s before it turns to the next, and gives up after the last: too little for a
 * service on the other side of the world.
 */
const perAddress = { autoSelectFamilyAttemptTimeout: 2500 }

/** Nobody needs to read more of a page than this to know what it is. */
const maxBody = 64 * 1024

/**
 * One request on a connection of its own to any http or https URL. The certificate must be one that Node trusts,
 * NODE_EXTRA_CA_CERTS included; otherwise nothing is sent. User and password of the URL are not sent either.
 */
export function ask(
  url: URL,
  asked: Omit<HttpRequest, 'timeoutSeconds'>,
  { timeoutSeconds, signal }: Patience,
  maxBytes = maxBody,
): Promise<Answer> {
  const { request } = url.protocol === 'https:' ? https : http
  const { path, method = 'GET', headers = {} } = asked
  const sent = request({
    ...perAddress,
    host: hostOf(url),
    port: portOf(url),
    path,
    method,
    headers: { ...headers },
    signal: withDeadline(timeoutSeconds, signal),
    agent: false,
  })
  return readAnswer(sent, maxBytes)
}

export type Connection =
  | { readonly ok: true; readonly address: string }
  | ({ readonly ok: false } & Failure)

/** Looks the name up and opens a connection, which is closed at once. */
export function connect(url: URL, { timeoutSeconds, signal }: Patience): Promise<Connection> {
  const socket = net.connect({
    ...perAddress,
    host: hostOf(url),
    port: portOf(url),
    signal: withDeadline(timeoutSeconds, signal),
  } as net.NetConnectOpts)
  return new Promise((resolve) => {
    socket.once('error', (error) => resolve({ ok: false, ...describeFailure(error) }))
    socket.once('connect', () => {
      resolve({ ok: true, address: socket.remoteAddress ?? '' })
      socket.destroy()
    })
  })
}

export interface Certificate {
  readonly subject: string
  readonly issuer: string
  /** Milliseconds since 1970. */
  readonly validFrom: number
  readonly validTo: number
  /** Why it is not one for this host; undefined when it is. */
  readonly wrongHost: string | undefined
}

export type Handshake =
  | {
      readonly ok: true
      /** As TLS calls it: TLSv1.3. */
      readonly protocol: string
      /** Why Node does not trust it, by the name that OpenSSL has for that; undefined when it does. */
      readonly distrust: string | undefined
      readonly certificate: Certificate
    }
  | ({ readonly ok: false } & Failure)

/**
 * What a server shows when a TLS connection begins; nothing is sent over it. `strict` ends as every request would;
 * `lenient` goes on in order to see what is wrong: old versions, and certificates that nobody may trust.
 */
export function shakeHands(
  url: URL,
  manner: 'strict' | 'lenient',
  { timeoutSeconds, signal }: Patience,
): Promise<Handshake> {
  const host = hostOf(url)
  const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0', rejectUnauthorized: false }
  const socket = tls.connect({
    ...perAddress,
    host,
    port: portOf(url),
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ...(manner === 'lenient' ? (old as tls.ConnectionOptions) : {}),
  })
  // tls.connect() does not pass a signal on.
  const deadline = withDeadline(timeoutSeconds, signal)
  const giveUp = () => socket.destroy(new Error('', { cause: deadline.reason }))
  deadline.addEventListener('abort', giveUp)
  // An event that is over is not sent again.
  if (deadline.aborted) queueMicrotask(giveUp)
  return new Promise<Handshake>((resolve) => {
    socket.once('error', (error) => resolve({ ok: false, ...describeFailure(error) }))
    socket.once('secureConnect', () => resolve({ ok: true, ...describeSecured(socket, host) }))
  }).finally(() => {
    deadline.removeEventListener('abort', giveUp)
    socket.destroy()
  })
}

function describeSecured(socket: tls.TLSSocket, host: string) {
  const shown = socket.getPeerCertificate()
  const wrongHost = tls.checkServerIdentity(host, shown) as
    | (Error & { reason?: string })
    | undefined
  const { authorizationError } = socket as { authorizationError: Error | string | null }
  return {
    protocol: socket.getProtocol() ?? 'an unknown version',
    distrust: authorizationError ? String(authorizationError) : undefined,
    certificate: {
      subject: firstOf(shown.subject?.CN),
      issuer: firstOf(shown.issuer?.O) || firstOf(shown.issuer?.CN),
      validFrom: Date.parse(shown.valid_from),
      validTo: Date.parse(shown.valid_to),
      wrongHost: wrongHost?.reason ?? wrongHost?.message,
    },
  }
}

function firstOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** Whether this machine has an address through which others could be reached. */
export function hasNetwork(): boolean {
  const addresses = Object.values(os.networkInterfaces()).flatMap((found) => found ?? [])
  return addresses.some(({ internal, address }) => !internal && !/^(?:fe80|169\.254)/.test(address))
}

function withDeadline(seconds: number, signal?: AbortSignal): AbortSignal {
  const deadline = AbortSignal.timeout(seconds * 1000)
  return signal ? AbortSignal.any([signal, deadline]) : deadline
}

/** An IPv6 address stands in brackets in a URL, and without them everywhere else. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

function portOf({ protocol, port }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}
