import type { Screen } from './screen.ts'

/** Unified diffs, painted the way git paints them. */
export function diffsText(
  diffs: readonly { path: string; text: string }[],
  screen: Screen,
): string {
  return diffs
    .filter(({ text }) => text !== '')
    .map(({ text }) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => paintLine(line, screen))
        .join('\n'),
    )
    .join('\n\n')
}

function paintLine(line: string, { paint }: Screen): string {
  if (/^(?:---|\+\+\+) /.test(line)) return paint.bold(line)
  if (line.startsWith('@@')) return paint.cyan(line)
  if (line.startsWith('+')) return paint.green(line)
  return line.startsWith('-') ? paint.red(line) : line
}
