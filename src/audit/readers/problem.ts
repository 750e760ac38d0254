import type { Repo } from '../../repo/repo.ts'

/** Why a file could not be read as what its name says it is. */
export interface ReadProblem {
  /** Counts from 1; absent when the whole file is meant. */
  readonly line?: number
  readonly message: string
}

/** Far above any real file of these kinds, and far below what could hurt a parser. */
const mostCharacters = 1_000_000

/** The text of a file that is fit to be parsed. */
export function readText(
  repo: Repo,
  path: string,
): { ok: true; text: string } | { ok: false; problem: ReadProblem } {
  const text = repo.read(path)
  if (text === undefined)
    return { ok: false, problem: { message: 'The file is not UTF-8 text, or cannot be read.' } }
  if (text.length <= mostCharacters) return { ok: true, text }
  const message = `The file has ${text.length} characters; nothing above ${mostCharacters} is read.`
  return { ok: false, problem: { message } }
}

/** Tells on which line, counted from 1, a position of a text stands. */
export function lineFinder(text: string): (position: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (position) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= position) low = middle
      else high = middle
    }
    return low + 1
  }
}
