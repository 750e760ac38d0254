import type { Finding } from '../finding.ts'

const levels = { error: 'error', warning: 'warning', info: 'notice' } as const

/** Workflow commands: GitHub shows each finding beside its line of the diff. */
export function reportGithub(findings: readonly Finding[]): string {
  return findings.map((finding) => `${annotate(finding)}\n`).join('')
}

function annotate({ rule, severity, message, fix, where }: Finding): string {
  const properties = [
    `file=${escapeProperty(where.file)}`,
    ...(where.line === undefined ? [] : [`line=${where.line}`]),
    ...(where.column === undefined ? [] : [`col=${where.column}`]),
    `title=${escapeProperty(rule)}`,
  ]
  return `::${levels[severity]} ${properties.join(',')}::${escapeData(`${message} ${fix}`)}`
}

/** GitHub's own escapes (actions/toolkit, command.ts): a message can never become a command. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
