import { byLocation, type Finding } from '../findings/finding.ts'
import type { Repo } from '../repo/repo.ts'
import type { Rule } from './rule.ts'
import { repoRules } from './rules/index.ts'

/** Every hazard in a repository, file by file. Nothing is run, nothing is changed. */
export function auditRepo(repo: Repo, rules: readonly Rule[] = repoRules): Finding[] {
  const findings = rules.flatMap((rule) =>
    rule.find(repo).map(
      ({ file, line, column, message, fix = rule.fix }): Finding => ({
        rule: rule.id,
        severity: rule.severity,
        message,
        fix,
        where: { file, ...(line && { line }), ...(column && { column }) },
      }),
    ),
  )
  return withoutRepeats(findings).sort(byLocation)
}

/** Two services that share an image share its hazards. */
export function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const known = new Map(
    findings.map((finding) => [
      JSON.stringify([finding.rule, finding.where, finding.message]),
      finding,
    ]),
  )
  return [...known.values()]
}
