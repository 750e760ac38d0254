import { repeatSpec } from '../artifacts/own-commands.ts'
import type { Outcome } from '../outcome.ts'

/** An outcome whose fixes and next steps can be copied into a shell as they stand, whatever the description's name. */
export function repeatSpecIn(outcome: Outcome, specFile: string): Outcome {
  const repeated = (text: string) => repeatSpec(text, specFile)
  return {
    ...outcome,
    findings: outcome.findings.map((finding) => ({
      ...finding,
      message: repeated(finding.message),
      fix: repeated(finding.fix),
    })),
    ...(outcome.next ? { next: outcome.next.map(repeated) } : {}),
  }
}
