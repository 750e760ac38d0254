import { Chalk } from 'chalk'
import type { Outcome } from '../../../outcome.ts'
import type { Plan } from '../../../plan/plan.ts'
import { changesText } from './changes.ts'
import { differencesText } from './differences.ts'
import { diffsText } from './diffs.ts'
import { findingsText } from './findings.ts'
import { planText } from './plan.ts'
import { type Screen, wrap } from './screen.ts'
import { topicsText, topicText } from './topics.ts'

/** What a person reads: one block for each part of the outcome, an empty line between them, the summary last. */
export function reportText(
  outcome: Outcome,
  terminal: { columns: number; color: boolean },
): string {
  if (outcome.document !== undefined) return outcome.document
  const screen: Screen = {
    columns: Math.max(40, Math.min(terminal.columns, 120)),
    paint: new Chalk({ level: terminal.color ? 1 : 0 }),
  }
  const blocks = [
    ...plansText(outcome.plans ?? [], screen),
    differencesText(outcome.differences ?? [], screen),
    outcome.topics ? topicsText(outcome.topics, screen) : '',
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

/** Of several services each plan stands under the name of its own. */
function plansText(plans: readonly Plan[], screen: Screen): string[] {
  return plans.flatMap((plan) => {
    const text = planText(plan, screen)
    if (plans.length === 1) return [text]
    const { value: name } = plan.name
    const rule = '-'.repeat(Math.max(0, screen.columns - name.length - 4))
    return [`${screen.paint.bold(`-- ${name}`)} ${screen.paint.dim(rule)}`, text]
  })
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
