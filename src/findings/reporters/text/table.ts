import Table from 'cli-table3'
import type { Screen } from './screen.ts'

/**
 * Rows of cells in aligned columns without lines, wrapped at words. Every column is as wide as its longest cell, up to
 * its share of the screen; the last takes what is left.
 */
export function alignRows(
  rows: readonly (readonly string[])[],
  widest: readonly number[],
  screen: Screen,
): string {
  const indent = 2
  const widths = widest.map((most, column) => {
    const longest = Math.max(0, ...rows.map((row) => row[column]?.length ?? 0))
    return Math.min(longest, most) + 2
  })
  const used = widths.reduce((sum, width) => sum + width, indent)
  const table = new Table({
    chars: noLines,
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [] },
    colWidths: [...widths, Math.max(16, screen.columns - used + 2)],
    wordWrap: true,
    wrapOnWordBoundary: true,
  })
  table.push(...rows.map((row) => [...row]))
  return table
    .toString()
    .split('\n')
    .map((line) => `${' '.repeat(indent)}${line.trimEnd()}`.trimEnd())
    .join('\n')
}

const noLines = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
)
