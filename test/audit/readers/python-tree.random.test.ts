import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePython } from '../../../src/audit/readers/python-tree.ts'
import { exampleFolder, exampleNames } from '../../support/examples.ts'
import { pythonCompiler } from '../../support/python-compiler.ts'
import { runs } from '../../support/runs.ts'
import { readFiles } from '../../support/temporary.ts'

const whyRefused = pythonCompiler()

/** Real files, ours and those of apps. */
const files = exampleNames.flatMap((name) =>
  Object.entries(readFiles(exampleFolder(name)))
    .filter(([path]) => path.endsWith('.py'))
    .map(([, text]) => text),
)

/** What an edit may put in: what opens or closes something, and what looks like a statement. */
const pieces = [
  ...['', '\n', '\n\n', '\r\n', '\\', '\\\n', '\\\\', "\\'", 'x', ' = 1', '1.', 'é', '😀'],
  ...['"', "'", '"""', "'''", 'r"', "f'", '(', ')', '[', ']', '{', '}', '# a\n'],
  ...['x = 1\n', 'pass\n', '    pass\n', 'yield\n', 'def f():\n    pass\n'],
  ...['    if x:\n        pass\n', '        y()\n'],
]

const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    atLine: fc.boolean(),
    removed: fc.nat(20),
    put: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
)

/** Valid Python that the parser does not know, as in python-tree.test.ts. */
const gap = /\\\r?\n\s*(?:\n|#)|\\\r\n|\n[ \t]+$|\bprint\b(?!\()/

/** What CPython says of a string or a bracket that is not closed. What it says of f-strings depends on its version. */
const open = /^(?!f-string).*(?:unterminated|never closed|unmatched|does not match opening)/

test('the parser takes what CPython takes, and leaves no string and no bracket open', async () => {
  const seen = { valid: 0, open: 0 }
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), edits, async (file, changes) => {
      let text = file
      for (const { at, atLine, removed, put } of changes) {
        const place = Math.floor(at * text.length)
        const from = atLine ? text.lastIndexOf('\n', place) + 1 : place
        text = text.slice(0, from) + put.join('') + text.slice(from + removed)
        const { errorAt } = parsePython(text)
        const why = await whyRefused(text)
        if (why === undefined && !gap.test(text)) {
          expect(errorAt, text.slice(errorAt).slice(0, 60)).toBeUndefined()
          seen.valid += 1
        } else if (why !== undefined && open.test(why)) {
          expect(errorAt, why).toBeDefined()
          seen.open += 1
        }
      }
    }),
    // What another seed finds is a gap of the grammar, to be listed beside the others when its release changes.
    { numRuns: runs.pythonTree, seed: 1 },
  )
  expect(seen.valid).toBeGreaterThan(runs.pythonTree / 20)
  expect(seen.open).toBeGreaterThan(runs.pythonTree / 20)
})
