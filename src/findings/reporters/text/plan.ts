import type { Plan } from '../../../plan/plan.ts'
import { type PlanRow, planSections } from '../../../plan/sections.ts'
import type { Screen } from './screen.ts'
import { alignRows } from './table.ts'

/** Key, value and origin of every decision, in sections; an override is named behind the origin. */
export function planText(plan: Plan, screen: Screen): string {
  const sections = planSections(plan)
  const keyWidth = Math.max(...sections.flatMap(({ rows }) => rows.map(({ key }) => key.length)))
  const valueWidth = Math.max(12, Math.floor(screen.columns * 0.3))
  return sections
    .map(({ title, rows }) => {
      const cells = rows.map((row) => [
        row.key.padEnd(keyWidth),
        row.value.padEnd(valueWidth),
        describe(row, screen),
      ])
      return `${screen.paint.bold(title)}\n${alignRows(cells, [keyWidth, valueWidth], screen)}`
    })
    .join('\n\n')
}

function describe({ source, override }: PlanRow, { paint }: Screen): string {
  return override ? `${source}; ${paint.cyan(override)} overrides` : source
}
