import { writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import type { ServerOptions } from 'node:https'
import { join } from 'node:path'
import { beforeAll } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import type { ProbeReport } from '../../src/verify/run-probes.ts'
import {
  type CertificateOptions,
  type KeyPair,
  makeAuthority,
  makeCertificate,
} from './certificates.ts'
import { buildDeployedChild, type DeployedRun, probeInChild, reportOf } from './deployed.ts'
import { renderDescription } from './examples.ts'
import { freePort, serveHttp, serveHttps } from './far-server.ts'
import { keptFolder } from './temporary.ts'

/**
 * A service far away as a test wants it, probed by a program of its own. Whoever imports this gets an authority, a
 * certificate for localhost and the program before the tests of the file.
 */
const folder = keptFolder()
const authorities = join(folder, 'authority.pem')
let authority: KeyPair
let good: KeyPair
let program: string

beforeAll(async () => {
  authority = await makeAuthority()
  good = await makeCertificate({ authority })
  writeFileSync(authorities, authority.cert)
  program = await buildDeployedChild(folder)
})

export const plan = planOf('name: shop\napp: app:app\nframework: flask\n')
export const withCors = planOf(
  'name: shop\napp: app:app\nframework: flask\ncors: {origins: [https://app.example.com]}\n',
)

export function planOf(text: string): Plan {
  const [plan] = renderDescription(text).plans
  if (!plan) throw new Error(text)
  return plan
}

/** What the bootstrap answers, and an app that knows nothing. */
export const healthy: RequestListener = ({ url }, response) => {
  response.setHeader('Server', 'gunicorn')
  if (url !== '/health') return void response.writeHead(404).end('not found')
  response.end('{"status": "healthy", "service": "shop"}')
}

export const answering =
  (status: number, headers: Record<string, string>, body = ''): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body)

/** Everything as it should be, except for what the test changes. */
export interface Scene extends Omit<DeployedRun, 'authorities'> {
  readonly answer?: RequestListener
  readonly plain?: RequestListener
  readonly certificate?: CertificateOptions
  readonly server?: ServerOptions
  readonly isTrusted?: boolean
  readonly plan?: Plan
}

export async function look(scene: Scene = {}): Promise<ProbeReport[]> {
  const { answer = healthy, plain, certificate, server = {}, isTrusted = true } = scene
  const keys = certificate ? await makeCertificate({ authority, ...certificate }) : good
  const url = await serveHttps(keys, answer, server)
  const plainPort = plain ? await serveHttp(plain) : await freePort()
  return probeInChild(program, url, scene.plan ?? plan, {
    ...(isTrusted ? { authorities } : {}),
    options: { plainPort, ...scene.options },
  })
}

export async function lookFor(id: string, scene: Scene = {}): Promise<ProbeReport> {
  return reportOf(await look(scene), id)
}

export const told = (report: ProbeReport) => ('hits' in report ? report.hits.join('\n') : '')

/** The nginx page of a status, as nginx 1.22 writes it. */
export function nginxPage(title: string): string {
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`
}

/** Probes what is there, trusting nobody beside Node's own. */
export function lookAt(url: string, options: DeployedRun['options'] = {}): Promise<ProbeReport[]> {
  return probeInChild(program, url, plan, { options })
}
