import { spawn, spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const setup = fileURLToPath(new URL('../../test/support/docker/setup.sh', import.meta.url))

/** The daemon of the container tests, which this starts where it does not run. It is not stopped: others may use it. */
export function openDocker() {
  const { status, stdout, stderr } = spawnSync('bash', [setup], { encoding: 'utf8' })
  const socket = stdout.trim().split('\n').at(-1)
  if (status !== 0 || !socket) throw new Error(`The Docker daemon could not be set up:\n${stderr}`)
  const { PATH, HOME } = process.env
  const config = join(dirname(socket), 'client')
  const env = { PATH, HOME, DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: config }
  /** What the client prints; rejects where it fails. */
  const docker = (args, more = {}) => run('/usr/bin/docker', args, { ...env, ...more })
  return { docker, cache: dirname(socket) }
}

/** Runs a program to its end and gives back what it printed. Nothing here blocks, since the wheels are served meanwhile. */
export function run(file, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'])
      child[name].setEncoding('utf8').on('data', (text) => {
        output[name] += text
      })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) return resolve(output.stdout.trim())
      const said = `${output.stdout}${output.stderr}`.trim()
      reject(new Error(`${[file, ...args].join(' ')} ended with ${code}.\n${said}`))
    })
  })
}

/** Milliseconds that something takes. */
export async function timed(action) {
  const begin = performance.now()
  await action()
  return performance.now() - begin
}
