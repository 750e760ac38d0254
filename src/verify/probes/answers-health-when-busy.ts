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

/** Few enough that the requests which wait fill no worker up to its `worker_connections`. */
const rounds = 10

/**
 * The share of workers that may have a thread free: one that wakes last gets no request as long as another is faster.
 * Without a health lane every second check still meets a full worker; that 20 of them do not is one in a million.
 */
const mostWithFreeThread = 1 / 2

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
  const threads = plan.threads.value
  const busy = await occupy(running, workers * threads, workers)
  const free = workers * threads - busy
  if (free > workers * mostWithFreeThread)
    return judge('', [`${busy} of ${workers * threads} slow requests have begun`])
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
  const load = `${workers} workers with ${threads} slow requests each${free > 0 ? `, but for ${free}` : ''}`
  return judge(`${load}: ${times} checks, the slowest took ${Math.ceil(slowest)} ms`, [])
}

/**
 * Sends slow requests until so many run, and gives how many do. The kernel hands them to any worker, also to one whose
 * threads are all busy, where they wait: so after the first round there are enough for each worker to get one.
 */
async function occupy(running: RunningService, wanted: number, workers: number): Promise<number> {
  for (let round = 0; round < rounds; round += 1) {
    const missing = wanted - countSlowRequests(running)
    if (missing <= 0) break
    const enough = round === 0 ? missing : Math.max(missing, workers)
    for (let sent = 0; sent < enough; sent += 1)
      void running.request({ path: slowPath, timeoutSeconds: slowSeconds })
    await waitFor(() => (countSlowRequests(running) >= wanted ? true : undefined), 1)
  }
  return Math.min(countSlowRequests(running), wanted)
}
