import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { runs } from '../support/runs.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { hostileCase, hostileCases } from './descriptions.ts'
import type { Escapes } from './escapes.ts'
import { readCommands, readGuide } from './guide-reader.ts'
import { makeEchoingPrograms } from './shell-words.ts'

vi.mock('../../src/artifacts/escape.ts', async (original) => {
  const { exchangeable } = await import('./escapes.ts')
  return exchangeable(await original<Escapes>())
})

describe('DEPLOYMENT.md', () => {
  test('shows each value as code, to the letter, and is not changed by any', () => {
    fc.assert(
      fc.property(hostileCases(), ({ plan }) => {
        const { found, expected } = readGuide(plan)
        expect(found).toEqual(expected)
      }),
      { numRuns: runs.guide },
    )
  })

  test('gives commands that a real shell reads word for word', () => {
    const bin = makeEchoingPrograms(temporaryFolder())
    fc.assert(
      fc.property(hostileCases(), ({ plan }) => {
        const { found, expected } = readCommands(plan, bin)
        expect(found).toEqual(expected)
      }),
      { numRuns: runs.guideCommands },
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
