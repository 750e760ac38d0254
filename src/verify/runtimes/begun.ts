import { type Plan, servesWeb } from '../../plan/plan.ts'
import type { RunningService, StartOptions } from '../probe.ts'
import { waitFor } from '../wait.ts'

/** Seconds until a server that neither listens nor exits is taken as it is. */
const startSeconds = 30

/** Waits until a server listens or is over; where sockets cannot be seen, until it answers. */
export async function waitUntilBegun(
  running: RunningService,
  plan: Plan,
  { command }: StartOptions,
): Promise<void> {
  if (command !== undefined || !servesWeb(plan)) return
  await waitFor(async () => {
    const listeners = running.exited() ? undefined : running.listeners()
    if (running.exited() || (listeners !== undefined && listeners.length > 0)) return true
    if (listeners !== undefined) return undefined
    const { status } = await running.request({ path: plan['health.path'].value })
    return status > 0 ? true : undefined
  }, startSeconds)
}
