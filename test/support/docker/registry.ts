import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { waitFor } from '../../../src/verify/wait.ts'

export interface Registry {
  /** `127.0.0.1:port`, which Docker takes without TLS. */
  readonly address: string
  close(): Promise<void>
}

/** Debian's docker-registry on loopback: an image has a digest only once a registry gave it one. */
export async function startRegistry(cache: string, folder: string): Promise<Registry> {
  const address = `127.0.0.1:${await freePort()}`
  const config = join(folder, 'registry.json')
  const storage = { filesystem: { rootdirectory: join(folder, 'images') } }
  // JSON is YAML too.
  const settings = { version: 0.1, log: { level: 'error' }, storage, http: { addr: address } }
  writeFileSync(config, JSON.stringify(settings))
  const program = join(cache, 'registry/usr/bin/docker-registry')
  const child = spawn(program, ['serve', config], { stdio: 'ignore' })
  const isUp = () =>
    fetch(`http://${address}/v2/`)
      .then(({ ok }) => ok || undefined)
      .catch(() => undefined)
  if (!(await waitFor(isUp, 20))) throw new Error('docker-registry does not answer')
  return { address, close: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill()
  await exit
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
