import { cpus } from 'node:os'

/** @typedef {{name: string, ratio: number, milliseconds: number, target?: number, memory?: number}} Row */

/** One line a job: the ratio first, since only it means something on another machine. */
export function ratioTable(reference, rows) {
  const memory = rows.some((row) => row.memory !== undefined)
  return markdown(
    ['job', `beside ${reference}`, 'target', 'met', 'median', ...(memory ? ['peak memory'] : [])],
    rows.map((row) => [
      row.name,
      `${row.ratio.toFixed(2)}x`,
      row.target === undefined ? '' : `${row.target}x`,
      row.target === undefined ? '' : yesOrNo(row.ratio <= row.target),
      `${Math.round(row.milliseconds)} ms`,
      ...(memory ? [`${Math.round(row.memory ?? Number.NaN)} MB`] : []),
    ]),
  )
}

export function markdown(head, rows) {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column].length)),
  )
  const line = (cells) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export function yesOrNo(met) {
  return met ? 'yes' : 'no'
}

/** Nothing that names the machine, only what the numbers depend on. */
export function machine() {
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores`
}
