import { DockerfileParser, type Env } from 'dockerfile-ast'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { runs } from '../support/runs.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { caseIfAccepted, hostileCase, hostileCases } from './descriptions.ts'
import { type Escapes, fillTokens, renderTokens, renderWith } from './escapes.ts'
import { Readers } from './readers.ts'
import { makeEchoingPrograms, runCommands, wordsOf } from './shell-words.ts'
import { dockerfile } from './subjects.ts'

vi.mock('../../src/artifacts/escape.ts', async (original) => {
  const { exchangeable } = await import('./escapes.ts')
  return exchangeable(await original<Escapes>())
})

/** What a real shell starts for the RUN lines, and what it must start. The person's own commands are left out. */
function readRunLines(plan: Plan, bin: string, escapes: Partial<Escapes> = {}) {
  const ours = { ...plan, 'image.build': { ...plan['image.build'], value: [] } }
  const real = renderWith(escapes, () => dockerfile.render(ours))
  const same = (token: string) => token
  const tokens = renderTokens({ shell: same, word: same }, () => dockerfile.render(ours))
  return {
    found: wordsOf(runCommands(real), bin),
    expected: fillTokens(wordsOf(runCommands(tokens.text), bin), tokens.values) as string[][],
  }
}

describe('the RUN lines of the Dockerfile', () => {
  test('hold each word as a real shell reads it, and start nothing else', () => {
    const bin = makeEchoingPrograms(temporaryFolder())
    fc.assert(
      fc.property(hostileCases(), ({ plan }) => {
        const { found, expected } = readRunLines(plan, bin)
        expect(found).toEqual(expected)
        const commands = found.map(([program]) => program)
        // The list, and private keys by their content.
        expect(commands.filter((program) => program === 'find')).toHaveLength(2)
        for (const entry of plan['image.ignore'].value) {
          expect(found.flat()).toContain(entry.includes('/') ? `./${entry}` : entry)
        }
      }),
      { numRuns: runs.dockerfile },
    )
  })

  test('a broken escape is noticed', () => {
    const bin = makeEchoingPrograms(temporaryFolder({ 'bin/x.csv': '' }))
    const { plan } = hostileCase({ image: { ignore: ['*.csv'] } })
    const { found, expected } = readRunLines(plan, bin, { shell: (value) => `${value}` })
    expect(found).not.toEqual(expected)
  })
})

describe('HEALTHCHECK of the Dockerfile', () => {
  let readers: Readers
  beforeAll(() => {
    readers = new Readers()
  }, 120_000)
  afterAll(() => readers.close())

  const scriptFor = (plan: Plan): string => {
    const [, words = ''] = /\n {4}CMD (\[.*\])\n/.exec(dockerfile.render(plan)) ?? []
    return JSON.parse(words).at(-1)
  }

  test('is a script that asks for the path, as Python reads it, and does nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(hostileCases(), async ({ plan }) => {
        const { value } = plan['health.path']
        const tokens = { ...plan, 'health.path': { ...plan['health.path'], value: 'xTOKEN0x' } }
        const reading = await readers.readModule(scriptFor(plan), scriptFor(tokens), [value])
        expect(reading.differences).toEqual([])
      }),
    )
  })
})

describe('ENV of the Dockerfile', () => {
  // The last value of a variable is the one that counts.
  test.each(['PYTHONUNBUFFERED', 'PYTHONDONTWRITEBYTECODE', 'FLASK_ENV'])(
    'gives %s the value of the description, if the loader lets it set one',
    (name) => {
      const plan = caseIfAccepted({ framework: 'flask', image: { env: { [name]: 'mine' } } })?.plan
      if (!plan) return
      const properties = DockerfileParser.parse(dockerfile.render(plan))
        .getENVs()
        .flatMap((env: Env) => env.getProperties())
        .filter((property) => property.getName() === name)
      expect(properties.at(-1)?.getValue()).toBe('mine')
    },
  )
})
