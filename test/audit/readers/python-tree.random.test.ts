import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ParsedPython,
  parsePython,
  parseWhole,
} from '../../../src/audit/readers/python-tree.ts'
import { exampleFolder, exampleNames, renderExample } from '../../support/examples.ts'
import { runs } from '../../support/runs.ts'
import { readFiles } from '../../support/temporary.ts'

/** Real files, ours and those of apps. */
const files = exampleNames.flatMap((name) =>
  Object.entries(readFiles(exampleFolder(name)))
    .filter(([path]) => path.endsWith('.py'))
    .map(([, text]) => text),
)

/** What an edit may put in; some of it leaves no valid Python behind. */
const pieces = [
  ...[
    '',
    '\n',
    '\n\n',
    '# a\n',
    'x',
    ' = 1',
    'pass\n',
    '    pass\n',
    'x = 1\n',
    'def f():\n    pass\n',
  ],
  ...[
    '    if x:\n        pass\n',
    '\n    ',
    '        y()\n',
    '"""',
    "'",
    '(',
    ']',
    '\\\n',
    '\t',
    'é',
    '😀',
  ],
]

const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    atLine: fc.boolean(),
    removed: fc.nat(40),
    put: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 5 },
)

function everyNode({ tree, errorAt }: ParsedPython): string[] {
  const nodes = [`error at ${errorAt}`]
  tree.iterate({ enter: ({ name, from, to }) => void nodes.push(`${name} ${from}-${to}`) })
  return nodes
}

test('a file is read statement by statement as it is read whole', () => {
  let taken = 0
  fc.assert(
    fc.property(fc.constantFrom(...files), edits, (file, changes) => {
      let text = file
      parsePython(text)
      for (const { at, atLine, removed, put } of changes) {
        const place = Math.floor(at * text.length)
        const from = atLine ? text.lastIndexOf('\n', place) + 1 : place
        text = text.slice(0, from) + put.join('') + text.slice(from + removed)
        const alone = parseWhole(text)
        expect(everyNode(parsePython(text))).toEqual(everyNode(alone))
        if (alone.errorAt === undefined) taken += 1
      }
    }),
    { numRuns: runs.pythonTree },
  )
  expect(taken).toBeGreaterThan(20)
})

test('a statement that was read is not read again', () => {
  const { artifacts } = renderExample('flask-factory')
  const server = artifacts.find(({ path }) => path.endsWith('hoptix_server.py'))?.content ?? ''
  const other = server.replace(/^SERVICE = .*/m, 'SERVICE = "another"')
  expect(other).not.toBe(server)
  const first = new Set(parsePython(server).tree.children)
  const parts = parsePython(other).tree.children
  const again = parts.filter((part) => !first.has(part))
  expect(again.length).toBeGreaterThan(0)
  expect(again.length).toBeLessThan(parts.length / 10)
})

test.each([
  ['a branch', 'if x:\n    a = 1\nelse:\n    a = 2\n'],
  ['a decorator', '@wraps\ndef f():\n    pass\n'],
  ['a text of several lines', 'a = """\nb = 1\n"""\n'],
  ['a list of several lines', 'a = [\nb,\n]\n'],
  ['a line that goes on', 'a = 1 \\\n-b\n'],
  ['a line that goes on, of Windows', 'a = 1 + \\\r\nb\r\n'],
  ['a line that goes on with a text', 'a = "b" \\\n"c"\n'],
])('%s is one statement', (_, text) => {
  const { tree } = parsePython(text)
  expect(tree.topNode.firstChild?.nextSibling).toBeNull()
})
