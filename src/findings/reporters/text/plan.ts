import stringWidth from 'fast-string-width'
import type { Plan } from '../../../plan/plan.ts'
import type { PlanRow } from '../../../plan/rows.ts'
import { planSections } from '../../../plan/sections.ts'
import { type Screen, wrap } from './screen.ts'
import { alignRows } from './table.ts'

/** Below this width three columns leave no room for the words in the last. */
const narrowestTable = 76

/** Key, value and origin of every decision, in sections; what is not set is named together. */
export function planText(plan: Plan, screen: Screen): string {
  const sections = planSections(plan).map(({ title, rows }) => ({
    title,
    rows: rows.filter(({ isSet }) => isSet),
    unset: rows.filter(({ isSet }) => !isSet).map(({ key }) => key),
  }))
  const all = sections.flatMap(({ rows }) => rows)
  const widths = [
    widestOf(all.map(({ key }) => key)),
    Math.min(widestOf(all.map(({ value }) => value)), 26),
  ] as const
  return sections
    .map(({ title, rows, unset }) => {
      const table =
        screen.columns < narrowestTable
          ? stack(rows, widths[0], screen)
          : tabulate(rows, widths, screen)
      const rest =
        unset.length > 0
          ? [wrap(screen.paint.dim(`not set: ${unset.join(', ')}`), screen.columns - 2, 2)]
          : []
      return [screen.paint.bold(title), ...(rows.length > 0 ? [table] : []), ...rest].join('\n')
    })
    .join('\n\n')
}

function tabulate(
  rows: readonly PlanRow[],
  [keys, values]: readonly [number, number],
  screen: Screen,
): string {
  const cells = rows.map((row) => [
    row.key.padEnd(keys),
    row.value.padEnd(values),
    describe(row, screen),
  ])
  return alignRows(cells, [keys, values], screen)
}

/** The origin beside the value where it fits, else below it. */
function stack(rows: readonly PlanRow[], keys: number, screen: Screen): string {
  return rows
    .map((row) => {
      const head = `  ${row.key.padEnd(keys)}  ${row.value}`
      const origin = describe(row, screen)
      const fits = head.length + 2 + stringWidth(origin) <= screen.columns
      return fits ? `${head}  ${origin}` : `${head}\n${wrap(origin, screen.columns - 6, 6)}`
    })
    .join('\n')
}

function describe({ source, override }: PlanRow, { paint }: Screen): string {
  return override ? `${paint.dim(source)}; ${paint.cyan(override)} overrides` : paint.dim(source)
}

function widestOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length))
}
