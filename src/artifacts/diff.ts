import { createTwoFilesPatch } from 'diff'
import { markerOf, normalize } from './marker.ts'

/** A unified diff as `git diff` prints it; empty when nothing but the marker differs, whose hashes differ by nature. */
export function diffText(path: string, before: string, after: string): string {
  const to = normalize(after)
  const from = replaceMarker(normalize(before), markerOf(after))
  if (from === to) return ''
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, from, to, '', '', { context: 3 })
  return patch.replace(/^=+\n/, '').replace(/\t$/gm, '')
}

function replaceMarker(text: string, marker: string): string {
  const own = markerOf(text)
  return own === '' ? text : marker + text.slice(own.length)
}
