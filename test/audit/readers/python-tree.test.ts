import { describe, expect, test } from 'vitest'
import { parsePython } from '../../../src/audit/readers/python-tree.ts'
import { pythonCompiler } from '../../support/python-compiler.ts'

const whyRefused = pythonCompiler()

const isParsed = (text: string) => parsePython(text).errorAt === undefined

const quotes = ['"', "'", '"""', "'''", 'r"', "f'''", "f'", "Rb'", 'u"']

/** Where a line break, a blank line or something like a statement stands inside of something else. */
const texts = [
  ...quotes.flatMap((quote) => {
    const end = quote.replace(/^[A-Za-z]+/, '')
    return [
      `${quote}\n\nx = 1\n`,
      `${quote}\\\n\nx = 1\n`,
      `a = ${quote}x = 1\n`,
      `a = ${quote}\n\ndef f():\n    pass\n${end}\n`,
      `a = ${quote}\\\nb${end}\nx = 1\n`,
      `a = ${quote}b\\${end}\nx = 1\n`,
      `a = ${quote}b\\\\${end}\nx = 1\n`,
      `a = ${quote}b\\\\\\${end}\nx = 1\n`,
      `a = ${quote}${end}\nx = 1\n`,
      `a = ${quote}`,
      `a = ${quote}\\`,
    ]
  }),
  "a = 'b' 'c\nx = 1\n",
  "a = ('b'\n\n'c')\nx = 1\n",
  "a = ('b'\n\n'c)\nx = 1\n",
  "a = 'b' \\\n'c'\n",
  "a = ''''\n",
  "a = '''b''\n'''\n",
  'a = """\n\nb = \'\'\'\n\n"""\n',
  'a = [\n\nb,\n\n]\nx = 1\n',
  'a = [\n\nb,\n\nx = 1\n',
  "a = {\n\n'b': [\n\n1]\n\n}\n",
  'a = (1]\n\nx = 1\n',
  'f(\n# a comment: )\n\n)\n',
  "f(\n# a comment: '\n\n)\n",
  'a = 1 + \\\nx\n',
  'a = \\',
  'a = 1 \\ \n\nx = 1\n',
  'if a:\n    b = 1\n\nelse:\n    b = 2\n',
  'if a:\n    b = 1\n\nelse\n    b = 2\n',
  '@wraps\n\ndef f():\n    pass\n',
  '@wraps\n\nx = 1\n',
  'a = 1\r\n\r\nb = 2\r\n',
  'a = (1 + \\\r\nb)\r\n',
  "a = 'b\r\n\r\nx = 1\r\n",
  "a = '\\\r\n\r\nx = 1\r\n",
  "a = '''\r\n\r\nx = 1\r\n'''\r\n",
  'a = 1\rb = 2\r',
  'if a:\r    b = 1\rc = 2\r',
  '# a comment\rb = (\r1\r)\r',
  '\fa = 1\n',
  'a = (1 +\f2)\n',
  "a = 'b\fc'\n",
  'def f():\n    yield\n\n\nx = 1\n',
  'def f():\n    yield  # a comment\n',
  'def f():\n    a = (yield)\n    b = [yield, 1]\n',
  'def f():\n    a = yield; yield; b\n',
  'def f():\n    yield from\n',
  'def f():\n    yield )\n',
  'a = 1.\nb = (1., -2. / 3.)\n',
  'a = b.\n',
]

describe('the parser and CPython agree on', () => {
  test.each(texts)('%j', async (text) => {
    const why = await whyRefused(text)
    expect(isParsed(text), why).toBe(why === undefined)
  })

  test('valid texts and invalid ones, some of each', () => {
    expect(new Set(texts.map(isParsed)).size).toBe(2)
  })
})

/** Gaps of the grammar. A text whose test fails with a new release of the parser goes to the ones above. */
describe('known to differ:', () => {
  test.each([
    'a = 1\n\f\nb = 2\n',
    'if a:\n\f    b\n',
    'a = 1 \\\n\nb = 2\n',
    'a = 1 \\\n# b\n\nc = 2\n',
    "a = 'b\\\r\nc'\r\n",
    'def f():\n    pass\n        ',
    'with a as (b, c):\n    d\n',
    'with a as b.c:\n    d\n',
    'with (a as b, c as d):\n    e\n',
    'a = lambda b, /, c: d\n',
    'match a:\n    case B():\n        c\n',
    'a = [b for b, *c in d]\n',
    'print, a\n',
  ])('CPython takes %j, the parser does not', async (text) => {
    expect(await whyRefused(text)).toBeUndefined()
    expect(isParsed(text)).toBe(false)
  })

  test.each([
    'a = 1\\\n',
    'a = \\\n\nb = 2\n',
    "a = 'b\rc'\n",
    ' a = 1\n',
    'a = 1\n  b = 2\n',
    'if a:\n    b\n  c\n',
    'if a:\n\tb\n        c\n',
    'try:\n    a\n',
    "print 'a'\n",
    'a() = 1\n',
    'return\n',
    'a = 08\n',
    'a = 1. b\n',
    "a = b'é'\n",
    "a = '\\x1'\n",
    "f'a}'\n",
    '😀 = 1\n',
    "a = 'b\0c'\n",
  ])('the parser takes %j, CPython does not', async (text) => {
    expect(await whyRefused(text)).toBeDefined()
    expect(isParsed(text)).toBe(true)
  })
})

test('a text that was parsed is not parsed again', () => {
  const parse = () => parsePython('answer = 42\n')
  expect(parse().tree).toBe(parse().tree)
})
