import Table from 'cli-table3'
import { wrapAnsi } from 'fast-wrap-ansi'
import type { Screen } from './screen.ts'

const indent = 2
const gap = 2

/**
 * Rows of cells in aligned columns without lines, wrapped at words. `widest` gives the width of every column but the
 * last, which takes what is left of the screen; a word that fits nowhere is broken, never dropped.
 */
export function alignRows(
  rows: readonly (readonly string[])[],
  widest: readonly number[],
  screen: Screen,
): string {
  const used = widest.reduce((sum, width) => sum + width + gap, indent)
  const widths = [...widest, Math.max(16, screen.columns - used)]
  const table = new Table({
    chars: noLines,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [] },
    colWidths: widths.map((width) => width + gap),
  })
  table.push(
    ...rows.map((row) =>
      row.map((cell, column) => wrapAnsi(cell, widths[column] ?? 16, { hard: true })),
    ),
  )
  return table
    .toString()
    .split('\n')
    .map((line) => `${' '.repeat(indent)}${line}`.trimEnd())
    .join('\n')
}

const lineNames = ['top', 'bottom', 'left', 'right', 'mid'].flatMap((name) => [
  name,
  `${name}-mid`,
  `${name}-left`,
  `${name}-right`,
])
const noLines = Object.fromEntries([...lineNames, 'middle'].map((name) => [name, '']))
