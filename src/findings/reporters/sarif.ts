import type { Finding } from '../finding.ts'

const levels = { error: 'error', warning: 'warning', info: 'note' } as const

/** SARIF 2.1.0, as code scanning services take it. */
export function reportSarif(findings: readonly Finding[], version: string): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'hoptix-deploy',
            version,
            rules: [...new Set(findings.map(({ rule }) => rule))].sort().map((id) => ({ id })),
          },
        },
        results: findings.map(toResult),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function toResult({ rule, severity, message, fix, where }: Finding) {
  const region =
    where.line === undefined
      ? {}
      : { region: { startLine: where.line, startColumn: where.column ?? 1 } }
  return {
    ruleId: rule,
    level: levels[severity],
    message: { text: `${message} ${fix}` },
    locations: [
      { physicalLocation: { artifactLocation: { uri: encodeURI(where.file) }, ...region } },
    ],
  }
}
