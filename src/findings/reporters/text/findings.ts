import { type Finding, formatLocation, type Severity } from '../../finding.ts'
import { type Screen, wrap } from './screen.ts'

const colors = { error: 'red', warning: 'yellow', info: 'cyan' } as const satisfies Record<
  Severity,
  string
>

/** What, why and where of each finding, then what to do. */
export function findingsText(findings: readonly Finding[], screen: Screen): string {
  return findings.map((finding) => findingText(finding, screen)).join('\n\n')
}

function findingText({ rule, severity, message, fix, where }: Finding, screen: Screen): string {
  const { paint, columns } = screen
  const head = `${paint[colors[severity]](severity)}  ${paint.bold(formatLocation(where))}  ${paint.dim(rule)}`
  return [head, wrap(message, columns - 2, 2), wrap(`Fix: ${fix}`, columns - 2, 2)].join('\n')
}
