import type { ProbeLine, ServiceReport, SetUpReport, Verdict } from '../../../verify/report.ts'
import { comparisonText } from './comparison.ts'
import { type Screen, shorten, wrap } from './screen.ts'
import { alignRows } from './table.ts'
import { paintVerdict, verdicts } from './verdict.ts'

/** Below this width the columns leave no room for what was observed. */
const narrowestTable = 76

/** Longer observations are whole in `--json`. */
const mostCharacters = 160

/** What the probes saw of a service: a line each, then the log where one failed; beside what stood there before. */
export function verifiedText(report: ServiceReport, screen: Screen): string[] {
  const { before } = report
  const head = [`${screen.paint.bold(report.service)}  ${report.runtime}`]
  const shown = before ? [] : [linesText(report.probes, screen)]
  return [
    [...head, ...notesText(report, screen), ...shown].filter(Boolean).join('\n'),
    before ? comparisonText(report, before, screen) : '',
    ...logTexts(report, '', screen),
    // One is enough to recognise what stood there.
    ...(before ? logTexts(before, `${before.source}: `, screen).slice(0, 1) : []),
  ]
}

function notesText({ notes }: SetUpReport, screen: Screen): string[] {
  return notes.map((note) => wrap(note, screen.columns - 2, 2))
}

function linesText(probes: readonly ProbeLine[], screen: Screen): string {
  const told = tellOnce(probes)
  const widest = Math.max(0, ...told.map(({ verdict }) => verdicts[verdict].word.length))
  if (screen.columns >= narrowestTable) {
    const ids = Math.max(0, ...told.map(({ id }) => id.length))
    const rows = told.map(({ id, verdict, text }) => [paintVerdict(verdict, screen), id, text])
    return rows.length > 0 ? alignRows(rows, [widest, ids], screen) : ''
  }
  return told
    .map(({ id, verdict, text }) => {
      const line = `  ${paintVerdict(verdict, screen, widest)}  ${id}`
      return text ? `${line}\n${wrap(text, screen.columns - widest - 4, widest + 4)}` : line
    })
    .join('\n')
}

interface Told {
  readonly id: string
  readonly verdict: Verdict
  readonly text: string
}

/** What was skipped for one and the same reason has one line: where the server ended, that is nearly everything. */
function tellOnce(probes: readonly ProbeLine[]): readonly Told[] {
  const told = probes.map((probe) => ({ ...probe, text: shorten(textOf(probe), mostCharacters) }))
  return told.flatMap((line) => {
    const { verdict, text } = line
    const alike = verdict === 'skipped' ? told.filter((one) => one.text === text) : [line]
    if (alike[0] !== line) return []
    return alike.length === 1 ? line : { ...line, id: `${alike.length} probes` }
  })
}

/** A failed probe is told of below, with its fix. */
function textOf({ verdict, observed, hits }: ProbeLine): string {
  return verdict === 'failed' ? (hits[0] ?? '') : observed
}

/** One block for each log; probes that look at the same server share one. */
function logTexts({ probes, failure }: SetUpReport, of: string, screen: Screen): string[] {
  const logs = probes
    .filter(({ log }) => log.length > 0)
    .map(({ id, log }) => ({ title: `${of}log while ${id} looked`, lines: log }))
  const built = failure ? [{ title: `${of}end of the log`, lines: failure.log }] : []
  const seen = new Set<string>()
  return [...built, ...logs]
    .filter(({ lines }) => {
      const text = lines.join('\n')
      if (text === '' || seen.has(text)) return false
      seen.add(text)
      return true
    })
    .map(({ title, lines }) => {
      const shown = lines.map((line) => screen.paint.dim(`  | ${line}`))
      return [screen.paint.bold(title), ...shown].join('\n')
    })
}
