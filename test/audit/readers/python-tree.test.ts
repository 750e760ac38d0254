import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parsePython } from '../../../src/audit/readers/python-tree.ts'
import { PythonProcess, PythonRefused } from '../../support/python.ts'
import { keptFolder, putFiles } from '../../support/temporary.ts'

/** CPython itself says whether a text is a module. */
const compiler = `
import json, sys

for line in sys.stdin:
    try:
        compile(json.loads(line)["text"], "module", "exec")
        print(json.dumps({"ok": True}))
    except (SyntaxError, ValueError) as error:
        print(json.dumps({"error": str(error)}))
`

const folder = keptFolder()
let python: PythonProcess
beforeAll(() => {
  putFiles(folder, { 'compiler.py': compiler })
  python = new PythonProcess('python3', `${folder}/compiler.py`)
})
afterAll(() => python.close())

const isModule = (text: string) =>
  python.ask({ text }).catch((error) => {
    if (error instanceof PythonRefused) return false
    throw error
  })

const quotes = ['"', "'", '"""', "'''", 'r"', "f'''"]

/** Where a line break, a blank line or something like a statement stands inside of something else. */
const texts = [
  ...quotes.flatMap((quote) => [
    `${quote}\n\nx = 1\n`,
    `${quote}\\\n\nx = 1\n`,
    `a = ${quote}x = 1\n`,
    `a = ${quote}\n\ndef f():\n    pass\n${quote.replace(/^[rf]/, '')}\n`,
    `a = ${quote}\\\nb${quote.replace(/^[rf]/, '')}\nx = 1\n`,
  ]),
  'a = [\n\nb,\n\n]\nx = 1\n',
  'a = [\n\nb,\n\nx = 1\n',
  'f(\n# a comment: )\n\n)\n',
  'a = 1 + \\\nx\n',
  'a = \\',
  'if a:\n    b = 1\n\nelse:\n    b = 2\n',
  'if a:\n    b = 1\n\nelse\n    b = 2\n',
  '@wraps\n\ndef f():\n    pass\n',
  'a = 1\r\nb = 2\r\n',
  'a = (1 + \\\r\nb)\r\n',
]

describe('the parser and CPython agree on', () => {
  test.each(texts)('%j', async (text) => {
    expect(parsePython(text).errorAt === undefined).toBe(await isModule(text))
  })

  test('valid texts and invalid ones, some of each', () => {
    expect(new Set(texts.map((text) => parsePython(text).errorAt === undefined)).size).toBe(2)
  })
})

test('a text that was parsed is not parsed again', () => {
  const parse = () => parsePython('answer = 42\n')
  expect(parse().tree).toBe(parse().tree)
})
