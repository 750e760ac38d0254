import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { writeOut } from '../../src/spec/written-out.ts'

// Not null: the library writes that key as an empty text, and as "null" once it is merged.
const key = fc.constantFrom('a', 'b', 'c', '"<<"', '1', '__proto__')

/** An anchor before the line, or the one before that, and so on. */
const earlier = fc.nat(3)

/** One pair of a flow map on line `line`; on the first there is no anchor to name yet. */
const pair = fc.record({
  key,
  kind: fc.constantFrom('plain', 'alias', 'list', 'merge', 'merge of several', 'merge of a map'),
  earlier,
  other: earlier,
})

type Pair = typeof pair extends fc.Arbitrary<infer T> ? T : never

function writePair({ key, kind, earlier, other }: Pair, line: number): string {
  const name = (steps: number) => `*x${Math.max(0, line - 1 - steps)}`
  if (line === 0 || kind === 'plain') return `${key}: ${line}`
  if (kind === 'alias') return `${key}: ${name(earlier)}`
  if (kind === 'list') return `${key}: [${name(earlier)}, {d: ${name(other)}}]`
  if (kind === 'merge') return `<<: ${name(earlier)}`
  if (kind === 'merge of a map') return `<<: {a: ${name(earlier)}, e: 2}`
  return `<<: [${name(earlier)}, ${name(other)}]`
}

const texts = fc
  .array(fc.array(pair, { maxLength: 5 }), { minLength: 1, maxLength: 5 })
  .map((lines) =>
    lines
      .map((pairs, line) => {
        const shown = pairs.map((pair) => writePair(pair, line)).join(', ')
        return `x${line}: &x${line} {${shown}}\n`
      })
      .join(''),
  )

test('a value is the one that the yaml library makes, in the same order', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const document = parseDocument(text, { merge: true, uniqueKeys: false })
      const { value, endless } = writeOut(document, Number.POSITIVE_INFINITY)
      expect(endless).toEqual([])
      const expected = document.toJS({ maxAliasCount: -1 })
      expect(JSON.stringify(value)).toBe(JSON.stringify(expected))
    }),
  )
})
