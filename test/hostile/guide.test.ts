import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { guide } from '../../src/targets/porter/guide/guide.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { hostileCase, hostileCases } from './descriptions.ts'
import { type Escapes, fillTokens, renderTokens, renderWith } from './escapes.ts'
import { readMarkdown, withoutPadding } from './markdown-reader.ts'
import { makeEchoingPrograms, wordsOf } from './shell-words.ts'

vi.mock('../../src/artifacts/escape.ts', async (original) => {
  const { exchangeable } = await import('./escapes.ts')
  return exchangeable(await original<Escapes>())
})

const same = (token: string) => token

/** What a CommonMark parser makes of the guide, and what it must make of it. */
function readGuide(plan: Plan, escapes: Partial<Escapes> = {}) {
  const quote = { code: (token: string) => `\`${token}\``, word: same }
  const { text, values } = renderTokens(quote, () => guide.render(plan))
  const real = renderWith(escapes, () => guide.render(plan))
  return {
    found: { parts: withoutPadding(readMarkdown(real)), tables: countCells(real) },
    expected: {
      parts: fillTokens(withoutPadding(readMarkdown(text)), values.map(String)),
      tables: countCells(text),
    },
  }
}

/** GitHub ends a cell at every bar, also inside a code span; CommonMark itself has no tables. */
function countCells(markdown: string): number[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'))
  return rows.map((row) => row.split('|').length)
}

/** What a real shell starts for the commands of the guide, and what it must start. */
function readCommands(plan: Plan, bin: string, escapes: Partial<Escapes> = {}) {
  const blocks = (markdown: string) =>
    readMarkdown(markdown)
      .filter(({ type, text }) => type === 'code_block' && text.startsWith('bash\n'))
      .map(({ text }) => text.slice('bash\n'.length))
  // The manager is a program that is started; a token is none.
  const word = (token: string, value: unknown) =>
    value === plan['dependencies.manager'].value ? `${value}` : token
  const tokens = renderTokens({ shell: same, word }, () => guide.render(plan))
  return {
    found: wordsOf(blocks(renderWith(escapes, () => guide.render(plan))), bin),
    expected: fillTokens(wordsOf(blocks(tokens.text), bin), tokens.values.map(String)),
  }
}

describe('DEPLOYMENT.md', () => {
  test('shows each value as code, to the letter, and is not changed by any', () => {
    fc.assert(
      fc.property(hostileCases(), ({ plan }) => {
        const { found, expected } = readGuide(plan)
        expect(found).toEqual(expected)
      }),
      { numRuns: 100 },
    )
  })

  test('gives commands that a real shell reads word for word', () => {
    const bin = makeEchoingPrograms(temporaryFolder())
    fc.assert(
      fc.property(hostileCases(), ({ plan }) => {
        const { found, expected } = readCommands(plan, bin)
        expect(found).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })

  test.each([
    ' \u00a0x ',
    ' a\u2028 ',
    '`',
    '``` ~~~',
    '| a |',
    '<!-- -->',
    '*a* [b](c) &amp; \\*',
  ])('shows the build command %j to the letter', (command) => {
    const { plan } = hostileCase({ image: { build: [command] } })
    const { found, expected } = readGuide(plan)
    expect(found).toEqual(expected)
    expect(found.parts).toContainEqual({ type: 'code', text: command })
  })

  test.each(['a`b', '` c', '<!-- x'])('a broken escape is noticed: %s', (command) => {
    const { plan } = hostileCase({ image: { build: [command] } })
    for (const code of [(value: unknown) => `\`\`${value}`, (value: unknown) => `${value}`]) {
      const { found, expected } = readGuide(plan, { code })
      expect(found).not.toEqual(expected)
    }
  })

  test('a broken escape of its commands is noticed', () => {
    const bin = makeEchoingPrograms(temporaryFolder())
    const { plan } = hostileCase({ cors: { origins: ['https://x.test'], methods: ['$HOME'] } })
    const { found, expected } = readCommands(plan, bin, { shell: (value) => `"${value}"` })
    expect(found).not.toEqual(expected)
  })
})
