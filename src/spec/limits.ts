import type { LayoutProblem } from './layout-problems.ts'
import { isMap } from './show.ts'
import type { WrittenOut } from './written-out.ts'

/** What a person could write: 2,000 services of one line each, or one service with 300 times the usual settings. */
export const maxDescriptionBytes = 128_000

/** How many times its own size a file may come to once aliases, merge keys and defaults are written out. */
const mostRepetition = 4

/** Characters of a file of at most `bytes` bytes, written out. What is judged grows with them and not with the file. */
export function maxWrittenOut(bytes: number): number {
  return mostRepetition * bytes
}

/** Defaults are written out once for each service that takes them over. */
export function findRepeatedTooOften(
  { services, defaults }: Readonly<Record<string, unknown>>,
  sizeOf: WrittenOut['sizeOf'],
): LayoutProblem | undefined {
  const most = maxWrittenOut(maxDescriptionBytes)
  if (!Array.isArray(services) || !isMap(defaults)) return undefined
  if (sizeOf(services) + services.length * sizeOf(defaults) <= most) return undefined
  return {
    rule: 'spec-unreadable',
    path: ['defaults'],
    at: 'key',
    message: `With the defaults written out in each of ${services.length} services, the description has more than ${most} characters.`,
    fix: 'Keep in `defaults` what most services need, and write the rest into those that need it.',
  }
}
