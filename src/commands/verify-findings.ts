import { type Finding, findingOf, type Location } from '../findings/finding.ts'
import { verifyChecks } from '../verify/checks.ts'

export function finding(
  rule: keyof typeof verifyChecks,
  message: string,
  where: Location,
  fix?: string,
): Finding {
  return findingOf(verifyChecks, rule, { message, where, ...(fix ? { fix } : {}) })
}
