import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Availability = { ok: true } | { ok: false; reason: string }

type Setup = { ok: true; socket: string } | { ok: false; reason: string }

/** A first setup on a new machine takes about two minutes; a busy one must not be cut off. */
const setupTimeoutMs = 900_000

let setup: Setup | undefined

/**
 * For `describe.skipIf`: whether containers can be tested here, and why not.
 * Blocks while the daemon is set up, since vitest decides on skipping before anything async runs,
 * and so no hook's timeout has to allow for it. With CI=true the answer is always yes: there the
 * suite must fail, not be skipped, and `startDocker` throws the reason.
 */
export function dockerAvailability(): Availability {
  const result = setUpDocker()
  return result.ok || process.env['CI'] === 'true'
    ? { ok: true }
    : { ok: false, reason: result.reason }
}

/** Once per process; between the workers of one run, setup.sh itself holds a lock. */
export function setUpDocker(): Setup {
  setup ??= runSetup()
  return setup
}

function runSetup(): Setup {
  if (process.platform !== 'linux') {
    return { ok: false, reason: 'the container tests start a dockerd, which needs Linux' }
  }
  if (process.getuid?.() !== 0) {
    return { ok: false, reason: 'the container tests start a dockerd, which needs root' }
  }
  const script = fileURLToPath(new URL('setup.sh', import.meta.url))
  const { status, stdout, stderr, error } = spawnSync('bash', [script], {
    encoding: 'utf8',
    timeout: setupTimeoutMs,
  })
  if (error) return { ok: false, reason: `setup.sh could not run: ${error.message}` }
  const socket = stdout.trim().split('\n').at(-1)
  if (status === 0 && socket) return { ok: true, socket }
  return { ok: false, reason: `setup.sh exited with ${status}:\n${lastLines(stderr, 20)}` }
}

function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n')
}
