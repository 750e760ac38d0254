import type { Finding, Severity } from './finding.ts'

const nouns: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' }

/** `2 errors, 1 warning`; empty when there is nothing to count. */
export function countFindings(findings: readonly Finding[]): string {
  return (Object.keys(nouns) as Severity[])
    .map((severity) => ({
      severity,
      count: findings.filter((finding) => finding.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${nouns[severity]}${count === 1 ? '' : 's'}`)
    .join(', ')
}
