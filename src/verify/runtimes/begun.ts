import { type Plan, servesWeb } from '../../plan/plan.ts'
import type { RunningService, StartOptions } from '../probe.ts'
import { waitFor } from '../wait.ts'

/**
 * Waits until a server listens or is over; where sockets cannot be seen, until it answers. One that does neither in the
 * time that the platform gives it is taken as it is.
 */
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
  }, plan['health.startupSeconds'].value)
}
