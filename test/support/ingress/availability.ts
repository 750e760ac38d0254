import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { mustSkip } from '../real-server.ts'
import { skipFor } from '../skip.ts'

/** A first installation downloads packages. */
const setupTimeoutMs = 300_000

/** For `describe.skipIf`: true where no ingress can be put in front of real servers, which is said aloud. With CI=true it throws instead. */
export async function mustSkipIngress(suite: string): Promise<boolean> {
  if (await mustSkip(suite)) return true
  const script = fileURLToPath(new URL('setup.sh', import.meta.url))
  const setup = { encoding: 'utf8', timeout: setupTimeoutMs } as const
  const { status, stderr, error } = spawnSync('bash', [script], setup)
  if (status === 0) return false
  const reason = `nginx is missing and could not be installed: ${error?.message ?? stderr}`
  return skipFor(suite, reason)
}
