import type { Outcome } from '../outcome.ts'
import { describePlan } from '../plan/notes.ts'
import type { CommandContext } from './context.ts'
import { readDescription } from './description.ts'

/** Every resolved value with its origin and its override. Writes nothing. */
export async function plan(context: CommandContext): Promise<Outcome> {
  const read = readDescription(context)
  if (!read.ok) return { ok: false, findings: read.findings }
  const { plans } = read.generation
  return { ok: true, findings: [...read.spec.warnings, ...plans.flatMap(describePlan)], plans }
}
