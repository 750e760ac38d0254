import type { Plan } from '../../plan/plan.ts'
import { expectedWorkers } from '../expected-config.ts'
import { askHealth } from '../health.ts'
import { judge, type Probe, type RunningService } from '../probe.ts'
import { findUnknownServer } from '../server-log.ts'
import { countSlowRequests, slowPath, withSlowPath } from '../slow-app.ts'
import { waitFor } from '../wait.ts'

/** Longer than all that is done meanwhile. */
const slowSeconds = 60

const times = 20

/** What Porter's probes allow unless told otherwise; ours are told 5 s. */
const mostSeconds = 1

export const answersHealthWhenBusy = {
  id: 'answers-health-when-busy',
  looksAt: 'starts',
  why: 'A health check that waits behind slow requests fails, and the platform restarts a service that is merely busy.',
  fix: 'Keep HealthLane in gunicorn.conf.py and the gunicorn that the Dockerfile pins.',
  async run(prepared, plan) {
    if (plan['health.answeredBy'].value === 'app')
      return judge('the app answers its health path itself, with the threads that it has', [])
    const running = await prepared.start(withSlowPath(plan, prepared, slowSeconds))
    try {
      return await askWhileBusy(running, plan)
    } finally {
      await running.stop()
    }
  },
} as const satisfies Probe

async function askWhileBusy(running: RunningService, plan: Plan) {
  const workers = expectedWorkers(plan)
  const busy = workers * plan.threads.value
  if (!(await occupy(running, busy, workers)))
    return judge('', [`${countSlowRequests(running)} of ${busy} slow requests have begun`])
  let slowest = 0
  for (let asked = 0; asked < times; asked += 1) {
    const begin = performance.now()
    const { hits } = await askHealth(running, plan, mostSeconds)
    slowest = Math.max(slowest, performance.now() - begin)
    const unknown = findUnknownServer(running.log())
    if (hits.length > 0) {
      const seen = `${asked} of ${times} checks answered while ${busy} slow requests ran`
      return judge(seen, [...hits.map((hit) => `${seen}: ${hit}`), ...(unknown ? [unknown] : [])])
    }
  }
  const threads = `${workers} workers with ${busy / workers} slow requests each`
  return judge(`${threads}: ${times} checks, the slowest took ${Math.ceil(slowest)} ms`, [])
}

/**
 * Sends slow requests until so many run. The kernel hands them to any worker, also to one whose threads are all busy,
 * where they wait: so after the first round there are enough for each worker to get one.
 */
async function occupy(running: RunningService, wanted: number, workers: number): Promise<boolean> {
  for (let round = 0; round < 20; round += 1) {
    const missing = wanted - countSlowRequests(running)
    if (missing <= 0) return true
    const enough = round === 0 ? missing : Math.max(missing, workers)
    for (let sent = 0; sent < enough; sent += 1)
      void running.request({ path: slowPath, timeoutSeconds: slowSeconds })
    await waitFor(() => (countSlowRequests(running) >= wanted ? true : undefined), 1)
  }
  return countSlowRequests(running) >= wanted
}
