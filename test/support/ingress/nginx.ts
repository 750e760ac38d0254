import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readIfThere } from '../../../src/io/attempt.ts'
import { childrenOf, sendSignal, startProcess } from '../../../src/io/process.ts'
import { waitFor } from '../../../src/verify/wait.ts'
import type { IngressValues } from './annotations.ts'
import { type Route, renderNginxConf } from './nginx-conf.ts'

/** Ends with us, and its workers with it. */
const followUs = ['/usr/bin/setpriv', '--pdeathsig', 'KILL']
const ownProcesses = ['/usr/bin/unshare', '--pid', '--fork', '--kill-child', '--mount-proc']

/** Debian's nginx in front of a service, on a loopback port of its own. */
export interface Ingress {
  readonly port: number
  /** Takes up other endpoints; requests that are under way are finished by the old worker processes. */
  send(route: Route): void
  /** A line for each request: method, status, status of each try, time to connect (0.000: reused), address, path. */
  accesses(): readonly string[]
  errors(): string
  stop(): Promise<void>
}

export async function startIngress(values: IngressValues, route: Route): Promise<Ingress> {
  const folder = mkdtempSync(join(tmpdir(), 'hoptix-deploy-nginx-'))
  const port = await findFreePort()
  const conf = join(folder, 'nginx.conf')
  const write = (wanted: Route) =>
    writeFileSync(conf, renderNginxConf({ folder, port }, values, wanted))
  write(route)
  const log = join(folder, 'error.log')
  const nginx = startProcess(
    [...followUs, ...ownProcesses, 'nginx', '-c', conf, '-g', 'daemon off;'],
    { log, env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } },
  )
  const isUp = () => (nginx.exited() || readIfThere(`${folder}/nginx.pid`) ? true : undefined)
  await waitFor(isUp, 30)
  if (nginx.exited()) throw new Error(`nginx did not start:\n${nginx.output()}`)
  return {
    port,
    send: (wanted) => {
      write(wanted)
      for (const master of childrenOf(nginx.pid)) sendSignal(master, 'SIGHUP')
    },
    accesses: () => (readIfThere(join(folder, 'access.log')) ?? '').trim().split('\n'),
    errors: () => nginx.output(),
    stop: async () => {
      sendSignal(-nginx.pid, 'SIGKILL')
      await nginx.exit
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
