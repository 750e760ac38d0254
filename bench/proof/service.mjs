import { readdirSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

/** What every service gets: one core, which the load does not use, and the memory of a small instance. */
const limits = ['--cpus', '1', '--cpuset-cpus', '0', '--memory', '512m', '--memory-swap', '512m']

/** Starts a container and waits for its first healthy answer, at its own address on the bridge. */
export async function startService(docker, { image, env = {}, command = [] }) {
  const variables = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  const id = await docker(['run', '--detach', ...limits, ...variables, image, ...command])
  const stop = () => docker(['rm', '--force', '--volumes', id])
  try {
    const [{ State, NetworkSettings }] = JSON.parse(await docker(['inspect', id]))
    const url = `http://${NetworkSettings.IPAddress}:8080`
    const start = Date.parse(State.StartedAt)
    if (!(await healthy(url))) throw new Error(await docker(['logs', id]))
    const startMs = Date.now() - start
    return {
      url,
      startMs,
      settle: () => healthy(url),
      memory: () => proportional(docker, id),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Asks until the answer is 200, for up to 30 s. After a burst that is also when the requests that wrk left behind are
 * done, since they were there first.
 */
async function healthy(url) {
  const end = Date.now() + 30_000
  while (Date.now() < end) {
    if (await isHealthy(url)) return true
    await wait(5)
  }
  return false
}

function isHealthy(url) {
  return new Promise((resolve) => {
    const ask = get(`${url}/health`, { agent: false, timeout: 5000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    ask.once('timeout', () => ask.destroy())
    ask.once('error', () => resolve(false))
  })
}

/**
 * Bytes of the container's processes, each shared page divided among those that share it: the sum of their Pss. The
 * cgroup's own number holds the page cache too, which goes by what was read and not by what is needed.
 */
async function proportional(docker, id) {
  const pid = Number(await docker(['inspect', '--format', '{{.State.Pid}}', id]))
  return [pid, ...descendants(pid)].reduce((sum, one) => sum + pss(one), 0)
}

function descendants(pid) {
  const children = threadsOf(pid).flatMap((thread) =>
    ifAlive(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'), '')
      .trim()
      .split(' ')
      .filter(Boolean),
  )
  return children.flatMap((child) => [child, ...descendants(child)])
}

function threadsOf(pid) {
  return ifAlive(() => readdirSync(`/proc/${pid}/task`), [])
}

function pss(pid) {
  const rollup = ifAlive(() => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), '')
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)
  return Number(kilobytes?.[1] ?? 0) * 1024
}

/** What is read of a process or a thread, which may end between being listed and being read. */
function ifAlive(read, otherwise) {
  try {
    return read()
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return otherwise
    throw error
  }
}
