import type { ProbeLine, ServiceReport, SetUpReport, Verdict } from '../../verify/report.ts'

const words = {
  proven: 'proven',
  failed: '**failed**',
  unseen: 'not seen',
  elsewhere: 'not here',
  skipped: 'skipped',
  unpromised: 'no promise',
} as const satisfies Record<Verdict, string>

const mostCharacters = 110

/** A table for a pull request: what was probed, what stood there before, ours. */
export function comparisonMarkdown(
  ours: ServiceReport,
  before: NonNullable<ServiceReport['before']>,
): string {
  const ids = [...new Set([...ours.probes, ...before.probes].map(({ id }) => id))]
  const rows = ids.map((id) => `| ${id} | ${cell(before, id)} | ${cell(ours, id)} |`)
  const failure = before.failure ? ['', `Before: ${literal(before.failure.reason)}`] : []
  return [
    `| probe of \`${ours.service}\` | before: ${literal(before.source)} | hoptix-deploy |`,
    '| --- | --- | --- |',
    ...rows,
    ...failure,
    '',
    `Probed as ${ours.runtime === 'docker' ? 'containers' : 'processes'} with \`hoptix-deploy verify --before\`.`,
  ].join('\n')
}

function cell({ probes }: SetUpReport, id: string): string {
  const line = probes.find((probe) => probe.id === id)
  if (!line) return 'not run'
  const why = reasonOf(line)
  return why ? `${words[line.verdict]}: ${literal(why)}` : words[line.verdict]
}

/** What a comparison says beside the verdict; why a probe was skipped is told in the row of what failed. */
export function reasonOf({ verdict, hits, observed }: ProbeLine): string {
  if (verdict === 'proven' || verdict === 'skipped') return ''
  return verdict === 'failed' ? (hits[0] ?? '') : observed
}

/** As code, since the text is the app's: it opens no tag, no link and no mention, and ends no cell. */
function literal(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  const short = line.length <= mostCharacters ? line : `${line.slice(0, mostCharacters - 1)}…`
  const run = Math.max(0, ...(short.match(/`+/g) ?? []).map((ticks) => ticks.length))
  const fence = '`'.repeat(run + 1)
  const pad = run > 0 ? ' ' : ''
  return `${fence}${pad}${short.replaceAll('|', '\\|')}${pad}${fence}`
}
