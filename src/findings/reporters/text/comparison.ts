import type { ProbeLine, ServiceReport, SetUpReport } from '../../../verify/report.ts'
import { comparisonMarkdown, reasonOf } from '../comparison-markdown.ts'
import { type Screen, shorten, wrap } from './screen.ts'
import { alignRows } from './table.ts'
import { paintVerdict } from './verdict.ts'

/** Below this width two columns of sentences are too narrow to be read. */
const narrowestTable = 76

const mostCharacters = 110

/** What stood there before beside ours, probe by probe, and the same as Markdown to be copied. */
export function comparisonText(
  ours: ServiceReport,
  before: NonNullable<ServiceReport['before']>,
  screen: Screen,
): string {
  const ids = [...new Set([...ours.probes, ...before.probes].map(({ id }) => id))]
  const rows = ids.map((id) => ({ id, before: find(before, id), ours: find(ours, id) }))
  const show = screen.columns >= narrowestTable ? tableText : stackText
  const notes = before.notes.map((note) => wrap(`before: ${note}`, screen.columns - 2, 2))
  return [
    `${screen.paint.bold('Before')}  ${before.source}`,
    ...notes,
    ...(before.failure ? [wrap(`before: ${before.failure.reason}`, screen.columns - 2, 2)] : []),
    '',
    show(rows, screen),
    '',
    screen.paint.bold('For the pull request'),
    '',
    comparisonMarkdown(ours, before),
  ].join('\n')
}

interface Row {
  readonly id: string
  readonly before: ProbeLine | undefined
  readonly ours: ProbeLine | undefined
}

function find({ probes }: SetUpReport, id: string): ProbeLine | undefined {
  return probes.find((probe) => probe.id === id)
}

function tableText(rows: readonly Row[], screen: Screen): string {
  const ids = Math.max(0, ...rows.map(({ id }) => id.length))
  const half = Math.floor((screen.columns - ids - 8) / 2)
  const cells = rows.map(({ id, before, ours }) => [id, cell(before, screen), cell(ours, screen)])
  const head = ['probe', 'before', 'hoptix-deploy']
  return alignRows([head, ...cells], [ids, half], screen)
}

function stackText(rows: readonly Row[], screen: Screen): string {
  return rows
    .map(({ id, before, ours }) => {
      const lines = [`before  ${cell(before, screen)}`, `ours    ${cell(ours, screen)}`]
      return [`  ${id}`, ...lines.map((line) => wrap(line, screen.columns - 4, 4))].join('\n')
    })
    .join('\n')
}

function cell(line: ProbeLine | undefined, screen: Screen): string {
  if (!line) return screen.paint.yellow('not run')
  const word = paintVerdict(line.verdict, screen)
  const why = reasonOf(line)
  return why ? `${word}: ${shorten(why, mostCharacters)}` : word
}
