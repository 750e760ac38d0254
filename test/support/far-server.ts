import { once } from 'node:events'
import http, { type RequestListener } from 'node:http'
import https, { type ServerOptions } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { onTestFinished } from 'vitest'
import type { KeyPair } from './certificates.ts'

/** A server on loopback that stands for one far away; it ends with the test. */
export async function serveHttps(
  keys: KeyPair,
  answer: RequestListener,
  options: ServerOptions = {},
): Promise<string> {
  const port = await listen(https.createServer({ ...keys, ...options }, answer))
  return `https://localhost:${port}`
}

/** Its port. */
export function serveHttp(answer: RequestListener): Promise<number> {
  return listen(http.createServer(answer))
}

export async function listen(server: Server & { closeAllConnections?(): void }): Promise<number> {
  // Whatever a client does to its connection is its own affair.
  server.on('tlsClientError', () => {}).on('clientError', (_, socket) => socket.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections?.()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A port where nothing listens. */
export async function freePort(): Promise<number> {
  const server = http.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
