import { makeFolder, removeFolder } from '../../io/folders.ts'
import { type Environment, runCommand } from '../../io/process.ts'
import type { PrepareOptions } from '../probe.ts'
import type { Failure } from './cache.ts'

/** One step of preparing: what it does, in the third person, and the command that does it. */
export type Step = readonly [does: string, words: readonly string[]]

interface Where {
  readonly env: Environment
  readonly cwd: string
}

/**
 * Runs steps in their order; the first that fails is the answer. Their temporary files are in a folder of ours, since
 * an installer that is ended in the middle leaves them behind.
 */
export async function runSteps(
  steps: readonly Step[],
  options: PrepareOptions,
  { env, cwd }: Where,
): Promise<Failure | undefined> {
  const temporary = makeFolder()
  try {
    return await runEach(steps, options, { env: { ...env, TMPDIR: temporary }, cwd })
  } finally {
    removeFolder(temporary)
  }
}

async function runEach(
  steps: readonly Step[],
  { onStep, signal }: PrepareOptions,
  where: Where,
): Promise<Failure | undefined> {
  for (const [does, words] of steps) {
    onStep?.(does)
    const { code, stdout, stderr } = await runCommand(words, { ...where, signal })
    const log = `${stdout}${stderr}`
    const isMachine = unreachable.test(log) || signal?.aborted
    const reason = `the step that ${does} ended with exit code ${code}`
    if (code !== 0) return { ok: false, blame: isMachine ? 'machine' : 'service', reason, log }
  }
  return undefined
}

/** How pip, uv, Poetry, Pipenv and PDM say that there is no network, and Debian's Python that venv is a package. */
const unreachable =
  /name resolution|Name or service not known|NewConnectionError|ConnectError|ConnectionError|dns error|All attempts to connect|ensurepip is not/i

/** The person's environment, for installers: proxies and certificates stay, another Python's settings go. */
export function forInstallers(env: Environment): Environment {
  const foreign = ['PYTHONHOME', 'PYTHONPATH', 'VIRTUAL_ENV', 'CONDA_PREFIX', 'PIP_TARGET']
  return { ...env, ...Object.fromEntries(foreign.map((name) => [name, undefined])) }
}
