import { describeChange } from '../audit/drift.ts'
import { proveServices } from '../audit/prove.ts'
import { countFindings } from '../findings/count.ts'
import { byLocation } from '../findings/finding.ts'
import type { Outcome } from '../outcome.ts'
import { promises } from '../promises.ts'
import type { CommandContext } from './context.ts'
import { readDescription } from './description.ts'
import { findInputProblems } from './inputs.ts'

/** Whether the description is valid, its files are there, current and unedited, and every promise holds: for CI. */
export async function check(context: CommandContext): Promise<Outcome> {
  const read = await readDescription(context)
  if (!read.ok)
    return { ok: false, findings: read.findings, summary: `${countFindings(read.findings)}.` }
  const { spec, generation } = read
  const findings = [
    ...spec.warnings,
    ...findInputProblems(generation.plans, context.repo),
    ...generation.changes.flatMap((change) => describeChange(change) ?? []),
    ...proveServices(generation.byService),
  ].sort(byLocation)
  const ok = findings.every(({ severity }) => severity === 'info')
  const held = `${generation.artifacts.length} files are current, ${Object.keys(promises).length} promises hold.`
  return {
    ok,
    findings,
    changes: generation.changes,
    summary: ok ? held : `${countFindings(findings)}.`,
  }
}
