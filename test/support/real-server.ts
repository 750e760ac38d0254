import { openOwnNetwork } from '../../src/io/network.ts'
import { readEnvironment } from '../../src/io/process.ts'
import type { Generation } from '../../src/pipeline.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { PreparedService } from '../../src/verify/probe.ts'
import { processRuntime } from '../../src/verify/runtimes/process.ts'
import { findPython } from '../../src/verify/runtimes/python.ts'

/** What the platform's env groups hold in the examples; nobody else knows these. */
const secrets: Readonly<Record<string, string>> = {
  SECRET_KEY: 'only-in-this-test',
  DJANGO_SECRET_KEY: 'only-in-this-test-'.repeat(4),
}

/** Undefined where real servers can be started the way the tests need them, else what is missing. */
export async function findObstacle(): Promise<string | undefined> {
  const network = await openOwnNetwork()
  await network?.close()
  if (!network) return 'real servers are started in network namespaces, which need Linux and root'
  const python = await findPython('3.13', readEnvironment())
  return python ? undefined : 'real servers need Python 3.11 or later'
}

/**
 * For `describe.skipIf`: true where the suite cannot run, which is said aloud. With CI=true it is always false, and
 * the suite then fails with the same words.
 */
export async function mustSkip(suite: string): Promise<boolean> {
  const obstacle = await findObstacle()
  if (obstacle === undefined || process.env['CI'] === 'true') return false
  console.warn(`SKIPPED: ${suite}\n         ${obstacle}`)
  return true
}

export interface PreparedExample {
  readonly plan: Plan
  readonly service: PreparedService
}

/** Puts a rendered service in place; its virtual environment is made once for all runs. */
export async function prepareService(
  { plans, artifacts }: Pick<Generation, 'plans' | 'artifacts'>,
  top: string,
): Promise<PreparedExample> {
  const [plan] = plans
  if (!plan) throw new Error('the description has no service')
  const env = Object.fromEntries(plan.requires.value.map((name) => [name, secrets[name] ?? 'x']))
  const prepared = await processRuntime.prepare(artifacts, plan, { top, env })
  if (!prepared.ok) throw new Error(`${prepared.reason}\n${prepared.log}`)
  return { plan, service: prepared.service }
}
