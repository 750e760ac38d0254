import type { Plan } from '../plan/plan.ts'
import { importSeconds } from './patience.ts'
import type { RunningService } from './probe.ts'
import { pause } from './wait.ts'

export interface Load {
  /** Requests that were answered or failed. */
  readonly count: number
  /** Each kind of failure once, with the number of times. */
  readonly failures: readonly string[]
  /** Seconds of the slowest answer of the health path, asked all the while by someone who waits. */
  readonly slowestHealth: number
}

/** Long enough for every worker to be busy at once, short enough to be run everywhere. */
const burstSeconds = 2

const busySeconds = 0.05

/**
 * Asks the health path and the pages that any app may have, from twice as many sides as the service takes at a time.
 * Nothing is known of the app but this: what it answers when it is alone it must also answer in a crowd.
 */
export async function putUnderLoad(running: RunningService, plan: Plan): Promise<Load> {
  const health = plan['health.path'].value
  const timeoutSeconds = Math.max(30, importSeconds(plan))
  const pages = [...new Set([health, '/', '/hoptix-deploy-no-such-path'])]
  const alone = new Map<string, number>()
  for (const path of pages) alone.set(path, await statusOf(running, path, timeoutSeconds))
  const failures: string[] = []
  let count = 0
  const end = performance.now() + burstSeconds * 1000
  const keepAsking = async (first: number) => {
    for (let turn = first; performance.now() < end; turn += 1) {
      const path = pages[turn % pages.length] ?? health
      const answer = await running.request({ path, timeoutSeconds })
      count += 1
      const isSame = answer.status === alone.get(path)
      if (answer.status === 0) failures.push(`GET ${path} got no answer (${answer.body})`)
      else if (answer.status >= 500 && !isSame) failures.push(`GET ${path} got ${answer.status}`)
    }
  }
  let slowestHealth = 0
  const watchHealth = async () => {
    while (performance.now() < end) {
      const begin = performance.now()
      await running.request({ path: health, timeoutSeconds })
      slowestHealth = Math.max(slowestHealth, (performance.now() - begin) / 1000)
      await pause(busySeconds)
    }
  }
  const sides = Array.from({ length: sidesFor(plan) }, (_, side) => keepAsking(side))
  await Promise.all([...sides, watchHealth()])
  return { count, failures: tally(failures), slowestHealth }
}

/** An event loop takes more than one request at a time, whatever `threads` says. */
export function sidesFor(plan: Plan): number {
  const threads = plan.workerConnections.value === undefined ? 8 : plan.threads.value
  return Math.min(64, 2 * plan.workersAtStart.value * threads)
}

async function statusOf(
  running: RunningService,
  path: string,
  timeoutSeconds: number,
): Promise<number> {
  return (await running.request({ path, timeoutSeconds })).status
}

function tally(failures: readonly string[]): string[] {
  const kinds = [...new Set(failures)]
  return kinds.map((kind) => `${failures.filter((one) => one === kind).length} times ${kind}`)
}
