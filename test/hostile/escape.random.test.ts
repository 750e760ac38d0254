import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import * as escapeModule from '../../src/artifacts/escape.ts'
import { runs } from '../support/runs.ts'
import { readersOf } from './escape-readers.ts'
import { anyText, hostileText, refused } from './hostile-text.ts'
import { Readers } from './readers.ts'

let readers: Readers
beforeAll(() => {
  readers = new Readers()
}, 120_000)
afterAll(() => readers.close())

const escapes = { ...escapeModule }
const contexts = readersOf(() => readers)
const names = Object.keys(contexts) as (keyof typeof contexts)[]

type Escape = (value: unknown) => string

/** The escape of a map holds the text wherever a map can. */
function asEscape(name: keyof typeof escapes): Escape {
  if (name !== 'yamlMap') return escapes[name]
  return (text) => escapes.yamlMap({ indent: 2, map: { key: text, list: [text, { key: text }] } })
}

/** The text that an escape writes; undefined where it refuses what no description or no code span can hold. */
function attempt(write: Escape, text: string): string | undefined {
  try {
    return write(text)
  } catch (error) {
    if ((refused.test(text) || text === '') && error instanceof TypeError) return undefined
    throw error
  }
}

/** That every reader of a context reads each text back as itself. */
function isReadBack(write: Escape, context: keyof typeof contexts, texts: fc.Arbitrary<string>) {
  return fc.asyncProperty(texts, async (text) => {
    const written = attempt(write, text)
    if (written === undefined) return
    for (const [name, read] of Object.entries(contexts[context])) {
      expect(await read(written), `${name} of ${written}`).toBe(text)
    }
  })
}

/** Texts that were once read back as something else. */
const oddities: [string][] = [
  // To one reader of YAML 1.1 these are numbers.
  ['e7'],
  ['E-0'],
  // CommonMark strips a blank at both ends unless all is blanks, and only U+0020 is one.
  [' \u00a0 '],
  // A dot of a JavaScript pattern stops at these two line separators.
  [' a\u2028 '],
  [' a\u2029 '],
]

describe('each escape', () => {
  test.each(names)('%s: any text of a description is read back as itself', async (name) => {
    const numRuns = name === 'shell' || name === 'bash' ? runs.escapeInShell : runs.escape
    await fc.assert(isReadBack(escapes[name], name, hostileText), { numRuns, examples: oddities })
  })

  test.each(names)('%s: any other text is read back as itself too, or refused', async (name) => {
    await fc.assert(isReadBack(escapes[name], name, anyText), { numRuns: runs.escapeOfAnyText })
  })

  test.each(Object.keys(escapes) as (keyof typeof escapes)[])(
    '%s: no control character and no lone surrogate is ever written raw',
    (name) => {
      fc.assert(
        fc.property(anyText, (text) => {
          const isName = name === 'word' || name === 'ignorePattern'
          const written = isName ? attemptWord(text) : attempt(asEscape(name), text)
          // A map has lines of its own.
          expect((written ?? '').replaceAll('\n', '')).not.toMatch(refused)
        }),
        { numRuns: runs.escape },
      )
    },
  )

  test.each(['python', 'yaml', 'json', 'code'] as const)('%s: a number stays one', async (name) => {
    const numbers = fc.oneof(fc.integer({ min: 0 }), fc.double({ min: 0.1, max: 64, noNaN: true }))
    await fc.assert(
      fc.asyncProperty(numbers, async (number) => {
        for (const read of Object.values(contexts[name])) {
          const found = await read(escapes[name](number))
          expect(found).toBe(name === 'code' ? String(number) : number)
        }
      }),
    )
  })

  test('word: a bare word or nothing', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(attemptWord(text) ?? 'x').toMatch(/^[A-Za-z0-9_.,:@/+=~*?-]+$/)
      }),
      { numRuns: runs.escape },
    )
  })

  test('json: a list of any texts is read back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileText), async (texts) => {
        for (const read of Object.values(contexts.json)) {
          expect(await read(escapes.json(texts))).toEqual(texts)
        }
      }),
    )
  })
})

function attemptWord(text: string): string | undefined {
  try {
    return escapes.word(text)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** Ways to write a text that look right, and are wrong for some. */
const broken: Record<keyof typeof contexts, Record<string, Escape>> = {
  python: {
    'in double quotes': (text) => `"${text}"`,
    'as JSON with dollars escaped': (text) => JSON.stringify(text).replaceAll('$', '\\$'),
    'as JSON in ASCII': (text) =>
      JSON.stringify(text).replace(
        /[^ -~]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
  },
  yaml: {
    bare: (text) => `${text}`,
    'in single quotes': (text) => `'${text}'`,
    'as JSON': (text) => JSON.stringify(text),
    'as the yaml library would': (text) => stringify(text).trimEnd(),
  },
  json: {
    'in double quotes': (text) => `"${text}"`,
    'with quotes escaped': (text) => `"${String(text).replaceAll('"', '\\"')}"`,
  },
  shell: {
    'in double quotes': (text) => `"${text}"`,
    'in single quotes': (text) => `'${text}'`,
    'as JSON': (text) => JSON.stringify(text),
  },
  bash: {
    'as sh would': escapes.shell,
    'in double quotes': (text) => `"${text}"`,
    'with quotes escaped': (text) => `$'${String(text).replace(/['\\]/g, '\\$&')}'`,
  },
  code: {
    'in one backtick': (text) => `\`${text}\``,
    'in two backticks': (text) => `\`\`${text}\`\``,
    'in two backticks and blanks': (text) => `\`\` ${text} \`\``,
  },
}

describe('a broken escape is noticed', () => {
  const ways = names.flatMap((name) =>
    Object.entries(broken[name]).map(([way, write]) => ({ name, way, write })),
  )
  test.each(ways)('$name: $way', async ({ name, write }) => {
    const { failed } = await fc.check(isReadBack(write, name, hostileText), {
      numRuns: runs.brokenEscape,
    })
    expect(failed).toBe(true)
  })
})
