import type { Plan } from '../plan/plan.ts'

/** Seconds that a quick app gets on a busy machine, whatever its description says. */
const leastSeconds = 20

/** Seconds to wait for what cannot happen before the app is imported: as long as the platform lets it start. */
export function importSeconds(plan: Plan): number {
  return Math.max(leastSeconds, plan['health.startupSeconds'].value)
}
