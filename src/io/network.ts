import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { attempt, readIfThere } from './attempt.ts'
import { describeFailure } from './failure.ts'
import { runCommand } from './process.ts'

/** Where a server can be started, and from where it can be asked. */
export interface Network {
  /** True for one that nobody else is in: every port is free, and the first process is process 1, as in a container. */
  readonly isOwn: boolean
  /** Words before a command that make it run inside. */
  readonly enter: readonly string[]
  /** The socket tables of /proc inside, IPv4 and IPv6; undefined where the machine has none. */
  socketTables(): string[] | undefined
  /** Where a server inside answers. */
  readonly address: string
  close(): Promise<void>
}

export const hostNetwork: Network = {
  isOwn: false,
  enter: [],
  socketTables: () => readSocketTables('self'),
  address: '127.0.0.1',
  close: async () => {},
}

/**
 * A network namespace with one cable to this machine. It lives as long as its holder, and the holder as long as we
 * hold its input: however we end, nothing is left behind. Undefined where the machine has no namespaces for us.
 */
export async function openOwnNetwork(): Promise<Network | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const holder = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up && echo up && cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Ctrl-C goes to our whole group: what the holder keeps must still be there to be put away.
    detached: true,
  })
  const ended = new Promise((resolve) => holder.once('error', resolve).once('exit', resolve))
  const close = async () => {
    holder.stdin.destroy()
    await ended
  }
  const isUp = await Promise.race([once(holder.stdout, 'data'), ended.then(() => false)])
  const { pid } = holder
  const address = isUp && pid !== undefined && (await layCable(pid))
  if (address) {
    const socketTables = () => readSocketTables(pid)
    return { isOwn: true, enter: wordsToEnter(pid), socketTables, address, close }
  }
  await close()
  return undefined
}

/** 198.18.0.0/15 is set aside for tests between networks (RFC 2544); each holder gets four addresses of it. */
async function layCable(holder: number): Promise<string | undefined> {
  const first = (holder % 2 ** 15) * 4
  const [ours, theirs] = [1, 2].map((n) => {
    const number = first + n
    return `198.${18 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`
  })
  const device = `hoptix-${holder}`
  const inside = ['nsenter', `--net=/proc/${holder}/ns/net`, 'ip']
  const steps = [
    ['ip', 'link', 'add', device, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', `${holder}`],
    ['ip', 'address', 'add', `${ours}/30`, 'dev', device],
    ['ip', 'link', 'set', device, 'up'],
    [...inside, 'address', 'add', `${theirs}/30`, 'dev', 'eth0'],
    [...inside, 'link', 'set', 'eth0', 'up'],
  ]
  for (const step of steps) if ((await runCommand(step)).code !== 0) return undefined
  return theirs
}

/** `setpriv` and `--kill-child` pass our end on: when this process dies, the server does. */
function wordsToEnter(holder: number): string[] {
  const isolate = ['/usr/bin/unshare', '--pid', '--fork', '--kill-child', '--mount-proc']
  const follow = ['/usr/bin/setpriv', '--pdeathsig', 'KILL']
  return ['/usr/bin/nsenter', `--net=/proc/${holder}/ns/net`, ...follow, ...isolate]
}

export interface HttpRequest {
  readonly path: string
  readonly method?: string
  /** Sent as they are; Host is the address unless it is named here. */
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutSeconds?: number
}

export interface Answer {
  /** 0 when there was no answer; `body` then says why. */
  readonly status: number
  /** In the order and spelling of the server, repeated ones included. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** What the system calls the reason for no answer, such as ECONNREFUSED; one for each address that was tried. */
  readonly codes?: readonly string[]
}

/** One request on a connection of its own. */
export function request(address: string, port: number, asked: HttpRequest): Promise<Answer> {
  const { path, method = 'GET', headers = {}, timeoutSeconds = 10 } = asked
  const signal = AbortSignal.timeout(timeoutSeconds * 1000)
  const options = { host: address, port, path, method, headers, signal, agent: false }
  return readAnswer(http.request(options))
}

/** Sends a request and waits for its answer; of a body of more than `maxBytes` only the beginning is read. */
export function readAnswer(
  sent: http.ClientRequest,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<Answer> {
  return new Promise((resolve) => {
    const fail = (error: Error) => {
      const { message, codes } = describeFailure(error)
      resolve({ status: 0, headers: [], body: message, codes })
    }
    sent.once('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      const finish = () => {
        const status = response.statusCode ?? 0
        const body = Buffer.concat(chunks).toString('utf8')
        resolve({ status, headers: inPairs(response.rawHeaders), body })
        sent.destroy()
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes >= maxBytes) finish()
      })
      response.on('error', fail).on('end', finish)
      if (maxBytes === 0) finish()
    })
    sent.on('error', fail).end()
  })
}

export interface HeldConnection {
  /** Whether the server has closed it. */
  isClosed(): boolean
  close(): void
}

/** One request on a connection that is then held open and idle, as an ingress does. Undefined without an answer. */
export async function holdConnection(
  address: string,
  port: number,
  path: string,
  timeoutSeconds: number,
): Promise<HeldConnection | undefined> {
  const socket = net.connect(port, address)
  let isClosed = false
  const ended = once(socket, 'close').then(() => {
    isClosed = true
  })
  socket.on('error', () => {}) // a close follows
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${address}\r\n\r\n`)
  const answered = once(socket, 'data', { signal: AbortSignal.timeout(timeoutSeconds * 1000) })
  const isAnswered = await Promise.race([answered.then(() => true), ended]).catch(() => false)
  if (isAnswered) return { isClosed: () => isClosed, close: () => void socket.destroy() }
  socket.destroy()
  return undefined
}

function inPairs(raw: readonly string[]): (readonly [string, string])[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []))
}

/** IPv4 and IPv6, of the network that a process is in. */
export function readSocketTables(pid: number | 'self'): string[] | undefined {
  const ipv4 = readIfThere(`/proc/${pid}/net/tcp`)
  return ipv4 === undefined ? undefined : [ipv4, readIfThere(`/proc/${pid}/net/tcp6`) ?? '']
}

/** Inode numbers of the sockets that a process holds: the key into its socket table. */
export function socketsOf(pid: number): string[] {
  const handles = attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? []
  return handles.flatMap((handle) => {
    const target = attempt(() => readlinkSync(`/proc/${pid}/fd/${handle}`))
    return /^socket:\[(\d+)\]$/.exec(target ?? '')?.[1] ?? []
  })
}
