import type { Plan } from '../../plan/plan.ts'
import { judge, type Probe, type RunningService } from '../probe.ts'
import { waitUntilLoaded } from '../probe-app.ts'
import { findUnknownServer } from '../server-log.ts'
import { withSlowPath } from '../slow-app.ts'
import { pause } from '../wait.ts'
import { answersAtAll } from './answers-at-all.ts'

/**
 * Seconds for a service that does nothing, on a busy machine. It takes some tenths, or else the whole graceful timeout:
 * what is told apart are these two.
 */
function mostSeconds(plan: Plan): number {
  return Math.max(5, plan.gracefulTimeout.value / 2)
}

/** Long enough that no request can be on its way any more. */
const idleSeconds = 1.5

export const closesIdleAtStop = {
  id: 'closes-idle-at-stop',
  looksAt: 'starts',
  after: [answersAtAll.id],
  why: 'The ingress keeps idle connections open: a server that waits for them makes every rollout as long as its graceful timeout.',
  fix: 'Keep tend_idle_connections in gunicorn.conf.py and the gunicorn that the Dockerfile pins.',
  async run(prepared, plan) {
    const running = await prepared.start(withSlowPath(plan, prepared, idleSeconds))
    try {
      return await stopWhileIdle(running, plan)
    } finally {
      await running.stop()
    }
  },
} as const satisfies Probe

async function stopWhileIdle(running: RunningService, plan: Plan) {
  await waitUntilLoaded(running, plan)
  const path = plan['health.path'].value
  const held = await running.hold(path)
  if (!held) return judge('', [`GET ${path} at ${running.address}:${running.port} gives no answer`])
  try {
    await pause(idleSeconds)
    if (held.isClosed()) return judge('', [`an idle connection was closed within ${idleSeconds} s`])
    const begin = performance.now()
    running.signal('SIGTERM')
    const exit = await Promise.race([running.exit, pause(mostSeconds(plan))])
    const took = ((performance.now() - begin) / 1000).toFixed(1)
    if (exit) return judge(`with an idle connection open it ended ${took} s after SIGTERM`, [])
    const unknown = findUnknownServer(running.log())
    return judge('', [
      `${took} s after SIGTERM it still runs, and nothing but an idle connection is open`,
      ...(unknown ? [unknown] : []),
    ])
  } finally {
    held.close()
  }
}
