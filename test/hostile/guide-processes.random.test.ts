import fc from 'fast-check'
import { check } from 'prettier'
import { describe, expect, test, vi } from 'vitest'
import { guide } from '../../src/targets/porter/guide/guide.ts'
import { runs } from '../support/runs.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { caseIfAccepted, type HostileCase, hostileCase } from './descriptions.ts'
import type { Escapes } from './escapes.ts'
import { readCommands, readGuide } from './guide-reader.ts'
import { hostileText } from './hostile-text.ts'
import { makeEchoingPrograms } from './shell-words.ts'

vi.mock('../../src/artifacts/escape.ts', async (original) => {
  const { exchangeable } = await import('./escapes.ts')
  return exchangeable(await original<Escapes>())
})

/** Nothing that Porter's splitting would break is let through, so that is taken out: the rest stays as hostile as it is. */
const command = hostileText.map((text) =>
  text
    .replace(/["'`$&|;<>\\]/g, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[A-Za-z_][A-Za-z0-9_]*=/, '')
    .trim(),
)

const blank = fc.constantFrom(' ', '  ', '\u00a0', '\u2028', '\u3000')
const cron = fc
  .tuple(blank, blank)
  .map(([one, other]) => ['*/5', '0-23', '1,15', 'jan', '?'].join(one).replace(one, other))

const named = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,29}[a-z0-9])?$/)
const kind = fc.oneof(
  fc.record({ type: fc.constant('worker'), instances: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ type: fc.constant('job'), cron }),
  fc.constant({ type: 'job' }),
)
const processes = fc.uniqueArray(
  fc.tuple(named, command, kind).map(([name, run, rest]) => ({ name, command: run, ...rest })),
  { minLength: 1, maxLength: 4, selector: ({ name }) => name },
)

/** Descriptions of processes that the loader lets through, with and without an app beside them. */
const cases = fc
  .tuple(processes, fc.boolean(), fc.constantFrom('service', 'repository'))
  .map(([list, isWeb, context]) =>
    caseIfAccepted({
      processes: list,
      context,
      root: 'services/x',
      env: { COLOUR: '$(a)' },
      ...(isWeb ? {} : { app: undefined }),
    }),
  )
  .filter((found): found is HostileCase => found !== undefined)

describe('DEPLOYMENT.md with processes', () => {
  test('both guides are seen, with commands that are no plain words', () => {
    const seen = fc.sample(cases, { numRuns: runs.guideSample, seed: 1 })
    expect(new Set(seen.map(({ plan }) => plan.app.value === undefined)).size).toBe(2)
    const commands = seen.flatMap(({ plan }) => plan.processes.value.map((one) => one.command))
    expect(commands.some((text) => /[*[\]()#!]/.test(text))).toBe(true)
    expect(commands.some((text) => /[^ -~]/.test(text))).toBe(true)
  })

  test('shows each command as code, to the letter, and is not changed by any', () => {
    fc.assert(
      fc.property(cases, ({ plan }) => {
        const { found, expected } = readGuide(plan)
        expect(found).toEqual(expected)
      }),
      { numRuns: runs.guide },
    )
  })

  test('gives commands that a real shell reads word for word', () => {
    const bin = makeEchoingPrograms(temporaryFolder())
    fc.assert(
      fc.property(cases, ({ plan }) => {
        const { found, expected } = readCommands(plan, bin)
        expect(found).toEqual(expected)
        for (const { name, command: run } of plan.processes.value) {
          const [first, ...rest] = run.split(' ')
          const words = ['--entrypoint', first, plan.name.value, ...rest]
          const started = found.filter(([program, verb]) => program === 'docker' && verb === 'run')
          expect(started.map((call) => call.slice(-words.length))).toContainEqual(words)
          expect(found).toContainEqual([
            'porter',
            'app',
            'logs',
            plan.name.value,
            '--service',
            name,
          ])
        }
      }),
      { numRuns: runs.guideCommands },
    )
  })

  test('stays a fixed point of prettier', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ plan }) => {
        expect(await check(guide.render(plan), { parser: 'markdown' })).toBe(true)
      }),
      { numRuns: runs.guideFormat },
    )
  })

  test('a broken escape of its commands is noticed', () => {
    const bin = makeEchoingPrograms(temporaryFolder())
    const list = [{ name: 'p', type: 'worker', command: 'run (a) *' }]
    for (const app of ['app:app', undefined]) {
      const { plan } = hostileCase({ app, processes: list })
      const broken = { shell: (value: unknown) => `"${value}"\\ ` }
      const { found, expected } = readCommands(plan, bin, broken)
      expect(found).not.toEqual(expected)
    }
  })
})
