import { Chalk } from 'chalk'
import type { Outcome } from '../../../outcome.ts'
import { changesText } from './changes.ts'
import { diffsText } from './diffs.ts'
import { findingsText } from './findings.ts'
import { type Screen, wrap } from './screen.ts'
import { topicText } from './topic.ts'

/** What a person reads: one block for each part of the outcome, an empty line between them, the summary last. */
export async function reportText(
  outcome: Outcome,
  terminal: { columns: number; color: boolean },
): Promise<string> {
  if (outcome.document !== undefined) return outcome.document
  const screen: Screen = {
    columns: Math.max(40, Math.min(terminal.columns, 120)),
    paint: new Chalk({ level: terminal.color ? 1 : 0 }),
  }
  const blocks = [
    ...(hasTables(outcome) ? (await import('./tables.ts')).tablesText(outcome, screen) : []),
    outcome.topic ? topicText(outcome.topic, screen) : '',
    changesText(outcome, screen),
    diffsText(outcome.diffs ?? [], screen),
    findingsText(outcome.findings, screen),
    outcome.summary ? summaryText(outcome, screen) : '',
    nextText(outcome.next ?? [], screen),
  ]
  return blocks
    .filter((block) => block !== '')
    .map((block) => `${block}\n`)
    .join('\n')
}

function hasTables({ plans, differences, topics, verified }: Outcome): boolean {
  return Boolean(plans || differences || topics || verified)
}

function summaryText(outcome: Outcome, screen: Screen): string {
  const paint = outcome.ok ? screen.paint.green : screen.paint.red
  return paint(wrap(outcome.summary ?? '', screen.columns))
}

function nextText(steps: readonly string[], screen: Screen): string {
  if (steps.length === 0) return ''
  const lines = steps.map((step, index) =>
    wrap(step, screen.columns - 5, 5).replace(/^ {5}/, `  ${index + 1}. `),
  )
  return ['Next:', ...lines].join('\n')
}
