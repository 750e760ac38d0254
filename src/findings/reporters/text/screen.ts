import type { ChalkInstance } from 'chalk'
import { wrapAnsi } from 'fast-wrap-ansi'

/** Where text is shown. Colour means something or is absent; nothing is said by colour alone. */
export interface Screen {
  /** Width in cells. */
  readonly columns: number
  readonly paint: ChalkInstance
}

/** Breaks text at spaces to a width, every line indented; a word longer than the line stays whole, to be copied. */
export function wrap(text: string, width: number, indent = 0): string {
  const pad = ' '.repeat(indent)
  return wrapAnsi(text, Math.max(20, width), { trim: true })
    .split('\n')
    .map((line) => pad + line)
    .join('\n')
}

/** In one line, with an ellipsis at the end of what is longer than `most` characters. */
export function shorten(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`
}
