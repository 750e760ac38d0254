import { afterAll, beforeAll } from 'vitest'
import { type Answer, openOwnNetwork } from '../../src/io/network.ts'
import { readEnvironment } from '../../src/io/process.ts'
import type { Generation } from '../../src/pipeline.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { PreparedService, RunningService, Runtime } from '../../src/verify/probe.ts'
import { processRuntime } from '../../src/verify/runtimes/process.ts'
import { findPython } from '../../src/verify/runtimes/python.ts'
import { exampleFolder, renderExample } from './examples.ts'
import { skipFor } from './skip.ts'

/** What the platform's env groups hold in the examples; nobody else knows these. */
const secrets: Readonly<Record<string, string>> = {
  SECRET_KEY: 'only-in-this-test',
  DJANGO_SECRET_KEY: 'only-in-this-test-'.repeat(4),
}

/** For `describe.skipIf`: true where the suite cannot run, which is said aloud. With CI=true it throws instead. */
export async function mustSkip(suite: string): Promise<boolean> {
  const network = await openOwnNetwork()
  await network?.close()
  if (network) return mustSkipWithoutPython(suite)
  return skipFor(suite, 'real servers are started in network namespaces, which need Linux and root')
}

/** The same for a server that is content with a port of this machine. */
export async function mustSkipWithoutPython(suite: string): Promise<boolean> {
  const python = await findPython('3.13', readEnvironment())
  return python ? false : skipFor(suite, 'real servers need Python 3.11 or later')
}

export interface PreparedExample {
  readonly plan: Plan
  readonly service: PreparedService
}

/**
 * Puts a rendered service in place, the first or the named one; its virtual environment is made once for all runs.
 */
export async function prepareService(
  { plans, artifacts }: Pick<Generation, 'plans' | 'artifacts'>,
  top: string,
  name = plans[0]?.name.value,
  runtime: Runtime = processRuntime,
): Promise<PreparedExample> {
  const plan = plans.find((each) => each.name.value === name)
  if (!plan) throw new Error(`the description has no service ${name}`)
  const prepared = await runtime.prepare(artifacts, plan, { top, env: secretsOf(plan) })
  if (!prepared.ok) throw new Error(`${prepared.reason}\n${prepared.log}`)
  return { plan, service: prepared.service }
}

/** What the platform would add to the environment of a service. */
function secretsOf(plan: Plan): Record<string, string> {
  return Object.fromEntries(plan.requires.value.map((name) => [name, secrets[name] ?? 'x']))
}

export interface StartedExample {
  readonly service: PreparedService
  readonly running: RunningService
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
}

/** Starts an example before the tests of its block and ends it after them; nothing of it can be read earlier. */
export function startExample(name: string, service?: string): StartedExample {
  let example: PreparedExample
  let running: RunningService
  beforeAll(async () => {
    example = await prepareService(renderExample(name), exampleFolder(name), service)
    running = await example.service.start()
  }, 120_000)
  afterAll(() => example?.service.remove())
  return {
    get service() {
      return example.service
    },
    get running() {
      return running
    },
    get: (path, headers = {}) => running.request({ path, headers }),
  }
}
