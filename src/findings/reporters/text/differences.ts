import type { LiveDifference } from '../../../targets/porter/live.ts'
import type { Screen } from './screen.ts'
import { alignRows } from './table.ts'

/** What the repository plans beside what is live, for the values that differ. */
export function differencesText(differences: readonly LiveDifference[], screen: Screen): string {
  if (differences.length === 0) return ''
  const rows = [
    ['key', 'planned', 'live'],
    ...differences.map(({ key, planned, live }) => [key, planned, live]),
  ]
  const keys = Math.min(
    Math.max(...rows.map(([key = '']) => key.length)),
    Math.floor(screen.columns * 0.45),
  )
  const values = Math.min(Math.max(...rows.map(([, planned = '']) => planned.length)), 26)
  return `${screen.paint.bold('Live')}\n${alignRows(rows, [keys, values], screen)}`
}
