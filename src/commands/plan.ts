import { type Finding, findingOf } from '../findings/finding.ts'
import { readBytes } from '../io/read.ts'
import type { Outcome } from '../outcome.ts'
import { describePlan } from '../plan/notes.ts'
import { compareLive, type LiveComparison, liveChecks } from '../targets/porter/live.ts'
import type { CommandContext } from './context.ts'
import { readDescription } from './description.ts'

export interface PlanOptions {
  /** What `porter app yaml APP` exported, to be shown beside the plan. */
  readonly live?: string
}

/** Every resolved value with its origin and its override. Writes nothing. */
export async function plan(context: CommandContext, { live }: PlanOptions): Promise<Outcome> {
  const read = await readDescription(context)
  if (!read.ok) return { ok: false, findings: read.findings }
  const { plans, artifacts } = read.generation
  const notes = [...read.spec.warnings, ...plans.flatMap(describePlan)]
  if (live === undefined) return { ok: true, findings: notes, plans }

  const bytes = readBytes(context.top, live)
  if (!bytes) return { ok: false, findings: [noSuchFile(live)], plans }
  const exported = new TextDecoder().decode(bytes)
  const files = new Set(plans.map((each) => each['porter.file'].value))
  const comparisons = ofTheApp(
    artifacts
      .filter(({ path }) => files.has(path))
      .map(({ content }) => compareLive(content, exported, live)),
  )
  const findings = comparisons.flatMap((comparison) => comparison.findings)
  return {
    ok: findings.every(({ severity }) => severity === 'info'),
    findings: [...findings, ...notes],
    plans,
    differences: comparisons.flatMap(({ differences }) => differences),
  }
}

/** An export is of one app; of several services only those are compared that deploy into it, unless none does. */
function ofTheApp(comparisons: readonly LiveComparison[]): readonly LiveComparison[] {
  const own = comparisons.filter(
    ({ findings }) => !findings.some(({ rule }) => rule === 'live-app-is-another'),
  )
  return own.length > 0 ? own : comparisons
}

function noSuchFile(file: string): Finding {
  return findingOf(liveChecks, 'live-file-unreadable', {
    message: `There is no file ${file}.`,
    where: { file },
  })
}
