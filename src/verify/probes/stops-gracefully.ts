import { exitSeconds } from '../../facts/timing.ts'
import type { Plan } from '../../plan/plan.ts'
import { describeAnswer } from '../health.ts'
import { importSeconds } from '../patience.ts'
import { judge, type Probe, type RunningService } from '../probe.ts'
import { waitUntilLoaded } from '../probe-app.ts'
import { countSlowRequests, slowPath, withSlowPath } from '../slow-app.ts'
import { pause, waitFor } from '../wait.ts'
import { answersAtAll } from './answers-at-all.ts'

export const stopsGracefully = {
  id: 'stops-gracefully',
  looksAt: 'starts',
  after: [answersAtAll.id],
  why: 'Each rollout stops instances in the middle of requests; those must still be answered.',
  fix: 'Keep the CMD in exec form, so that the server is process 1 and gets SIGTERM.',
  async run(prepared, plan) {
    const seconds = Math.min(2, plan.gracefulTimeout.value / 2)
    const running = await prepared.start(withSlowPath(plan, prepared, seconds))
    try {
      return await stopDuringRequest(running, plan, seconds)
    } finally {
      await running.stop()
    }
  },
} as const satisfies Probe

async function stopDuringRequest(running: RunningService, plan: Plan, seconds: number) {
  const most = plan.gracefulTimeout.value + exitSeconds
  const begins = importSeconds(plan)
  await waitUntilLoaded(running, plan)
  const answering = running.request({ path: slowPath, timeoutSeconds: begins + most })
  const isInside = () => (countSlowRequests(running) > 0 ? true : undefined)
  if (!(await waitFor(isInside, begins)))
    return judge('', [`the slow request never began: ${describeAnswer(await answering)}`])

  const start = performance.now()
  running.signal('SIGTERM')
  const answer = await answering
  // The whole chain: the request in flight, and then the server's own end.
  const exit = await Promise.race([running.exit, pause(most)])
  const took = ((performance.now() - start) / 1000).toFixed(1)
  const ended = exit ? `exit ${exit.signal ?? exit.code}` : 'still running'
  return judge(`SIGTERM in a request of ${seconds} s: ${answer.status}, ${ended} after ${took} s`, [
    ...(answer.status === 200 ? [] : [`the request in flight got ${describeAnswer(answer)}`]),
    ...(exit?.code === 0 ? [] : [`${took} s after SIGTERM the server had: ${ended}`]),
  ])
}
