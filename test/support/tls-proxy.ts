import http, { type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { RunningService } from '../../src/verify/probe.ts'
import type { KeyPair } from './certificates.ts'
import { serveHttp, serveHttps } from './far-server.ts'

export interface Ingress {
  readonly url: string
  readonly plainPort: number
}

/** What an ingress does: ends TLS, says so to the service, and redirects plain http. `alter` sabotages its answers. */
export async function proxyTo(
  service: Pick<RunningService, 'address' | 'port'>,
  keys: KeyPair,
  alter: (headers: IncomingHttpHeaders) => IncomingHttpHeaders = (headers) => headers,
): Promise<Ingress> {
  const url = await serveHttps(keys, ({ method, url: path, headers }, response) => {
    const forwarded = { ...headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' }
    const { address: host, port } = service
    const sent = http.request({ host, port, path, method, headers: forwarded, agent: false })
    sent.on('error', () => badGateway(response)).end()
    sent.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 0, alter(answer.headers))
      answer.pipe(response)
    })
  })
  const plainPort = await serveHttp(({ url: path }, response) => {
    response.writeHead(308, { Location: `${url}${path}` }).end()
  })
  return { url, plainPort }
}

function badGateway(response: ServerResponse): void {
  const title = '502 Bad Gateway'
  const body = `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center><hr><center>nginx</center></body></html>`
  response.writeHead(502, { Server: 'nginx', 'Content-Type': 'text/html' }).end(body)
}
