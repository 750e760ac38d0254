import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { run } from './docker.mjs'

const report = fileURLToPath(new URL('report.lua', import.meta.url))
const apt = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-q', '--no-install-recommends']

/** wrk from Debian; its lists may be missing or too old to fetch from, and only then is an update worth it. */
export async function installWrk() {
  if (existsSync('/usr/bin/wrk')) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = () => run('apt-get', [...apt, 'wrk'], env)
  await install().catch(async () => {
    await run('apt-get', ['update', '-q'], env)
    await install()
  })
}

/**
 * One burst of requests over connections that are kept, as the ingress keeps them, from a core that the service does not
 * run on. An answer that takes over 30 s counts as failed.
 */
export async function burst({ url, connections, seconds, core }) {
  const wrk = ['wrk', '--threads', '1', '--connections', `${connections}`]
  const words = ['--cpu-list', `${core}`, ...wrk, '--duration', `${seconds}s`, '--timeout', '30s']
  const printed = await run('taskset', [...words, '--script', report, url])
  const seen = JSON.parse(printed.split('\n').at(-1))
  return {
    rate: (seen.requests - seen.failed) / (seen.microseconds / 1e6),
    p50: seen.p50 / 1000,
    p99: seen.p99 / 1000,
    failed: seen.failed,
  }
}
