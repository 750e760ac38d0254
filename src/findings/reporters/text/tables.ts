import type { Outcome } from '../../../outcome.ts'
import type { Plan } from '../../../plan/plan.ts'
import { differencesText } from './differences.ts'
import { planText } from './plan.ts'
import type { Screen } from './screen.ts'
import { topicsText } from './topics.ts'
import { verifiedText } from './verified.ts'

/** The blocks that are set in columns: a file of their own, since most commands print none of them. */
export function tablesText(outcome: Outcome, screen: Screen): string[] {
  return [
    ...plansText(outcome.plans ?? [], screen),
    ...(outcome.verified ?? []).flatMap((report) => verifiedText(report, screen)),
    differencesText(outcome.differences ?? [], screen),
    outcome.topics ? topicsText(outcome.topics, screen) : '',
  ]
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
