import { Tree } from '@lezer/common'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ParsedPython,
  parsePython,
  parseWhole,
} from '../../../src/audit/readers/python-tree.ts'
import { exampleFolder, exampleNames, renderExample } from '../../support/examples.ts'
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

test('a file is read behind another of its name as it is read alone', () => {
  let taken = 0
  fc.assert(
    fc.property(fc.constantFrom(...files), edits, (file, changes) => {
      let text = file
      parsePython('app.py', text)
      for (const { at, atLine, removed, put } of changes) {
        const place = Math.floor(at * text.length)
        const from = atLine ? text.lastIndexOf('\n', place) + 1 : place
        text = text.slice(0, from) + put.join('') + text.slice(from + removed)
        const alone = parseWhole(text)
        expect(everyNode(parsePython('folder/app.py', text))).toEqual(everyNode(alone))
        if (alone.errorAt === undefined) taken += 1
      }
    }),
    { numRuns: 300 },
  )
  expect(taken).toBeGreaterThan(20)
})

/** The parts that a tree consists of. */
function partsOf(tree: Tree): Tree[] {
  return tree.children.flatMap((part) => (part instanceof Tree ? [part, ...partsOf(part)] : []))
}

test('only what differs is read again', () => {
  const { artifacts } = renderExample('flask-factory')
  const server = artifacts.find(({ path }) => path.endsWith('hoptix_server.py'))?.content ?? ''
  const first = new Set(partsOf(parsePython('first/server.py', server).tree))
  const other = server.replace(/^SERVICE = .*/m, 'SERVICE = "another"')
  expect(other).not.toBe(server)
  const parts = partsOf(parsePython('second/server.py', other).tree)
  expect(parts.filter((part) => first.has(part)).length).toBeGreaterThan(parts.length / 2)
})
