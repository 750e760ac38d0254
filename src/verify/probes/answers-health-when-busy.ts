import type { Plan } from '../../plan/plan.ts'
import { probeTimeoutSeconds } from '../../targets/porter/artifact.ts'
import { expectedWorkers } from '../expected-config.ts'
import { askHealth } from '../health.ts'
import { judge, type Probe, type RunningService, unseen } from '../probe.ts'
import { waitUntilLoaded } from '../probe-app.ts'
import { findUnknownServer } from '../server-log.ts'
import { countSlowRequests, slowPath, slowRequestsByWorker, withSlowPath } from '../slow-app.ts'
import { waitFor } from '../wait.ts'
import { answersAtAll } from './answers-at-all.ts'

/** Longer than all that is done meanwhile, even if each check is answered just in time. */
const slowSeconds = 120

const times = 20

/** Few enough that the requests which wait fill no worker up to its `worker_connections`. */
const rounds = 10

/**
 * The share of workers whose threads must all be busy: one that wakes last gets no request as long as another is faster.
 * Without a health lane every second check still meets a full worker; that 20 of them do not is one in a million.
 */
const leastFull = 1 / 2

/** Seconds that the median check may take: Porter's default for one. A busy machine may hold up a single one for longer. */
const mostMedian = 1

export const answersHealthWhenBusy = {
  id: 'answers-health-when-busy',
  looksAt: 'starts',
  after: [answersAtAll.id],
  why: 'A health check that waits behind slow requests fails, and the platform restarts a service that is merely busy.',
  fix: 'Keep HealthLane in gunicorn.conf.py and the gunicorn that the Dockerfile pins.',
  async run(prepared, plan) {
    if (plan['health.answeredBy'].value === 'app')
      return unseen('the app answers its health path itself, with the threads that it has', 'app')
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
  await waitUntilLoaded(running, plan)
  const full = await occupy(running, workers, threads)
  const load =
    full === workers
      ? `${workers} workers with ${threads} slow requests each`
      : `${full} of ${workers} workers with ${threads} slow requests each`
  if (full < workers * leastFull) return judge('', [`there are but ${load}`])
  const seconds: number[] = []
  for (let asked = 0; asked < times; asked += 1) {
    const begin = performance.now()
    const { hits } = await askHealth(running, plan, probeTimeoutSeconds)
    seconds.push((performance.now() - begin) / 1000)
    const unknown = findUnknownServer(running.log())
    if (hits.length > 0) {
      const seen = `${load}: ${asked} of ${times} checks answered`
      return judge(seen, [...hits.map((hit) => `${seen}: ${hit}`), ...(unknown ? [unknown] : [])])
    }
  }
  const sorted = seconds.toSorted((a, b) => a - b)
  const [median = 0, slowest = 0] = [sorted[times / 2], sorted.at(-1)]
  return judge(
    `${load}: ${times} checks, the slowest took ${Math.ceil(slowest * 1000)} ms`,
    median > mostMedian ? [`${load}: the median check takes ${median.toFixed(1)} s`] : [],
  )
}

/**
 * Sends slow requests until every thread has one, and gives how many workers are that busy. The kernel hands them to any
 * worker, also to one whose threads are all busy, where they wait: so after the first round there are enough for each
 * worker to get one.
 */
async function occupy(running: RunningService, workers: number, threads: number): Promise<number> {
  const countFull = () => slowRequestsByWorker(running).filter((count) => count >= threads).length
  for (let round = 0; round < rounds && countFull() < workers; round += 1) {
    const missing = workers * threads - countSlowRequests(running)
    const enough = round === 0 ? missing : Math.max(missing, workers)
    for (let sent = 0; sent < enough; sent += 1)
      void running.request({ path: slowPath, timeoutSeconds: slowSeconds })
    await waitFor(() => (countFull() === workers ? true : undefined), 1)
  }
  return countFull()
}
