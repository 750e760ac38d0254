import { createTwoFilesPatch } from 'diff'
import { normalize } from './marker.ts'

/** A unified diff as `git diff` prints it; empty when nothing differs. The marker's hashes differ by nature. */
export function diffText(path: string, before: string, after: string): string {
  const [from, to] = [normalize(before), normalize(after)]
  if (from === to) return ''
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, from, to, '', '', { context: 3 })
  return patch.replace(/^=+\n/, '').replace(/\t$/gm, '')
}
