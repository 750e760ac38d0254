import { Chalk } from 'chalk'
import { expect, test } from 'vitest'
import { outcomeOf } from '../../src/commands/verify-outcome.ts'
import { comparisonMarkdown } from '../../src/findings/reporters/comparison-markdown.ts'
import { verifiedText } from '../../src/findings/reporters/text/verified.ts'
import { asItStands } from '../../src/verify/before/as-process.ts'
import { judge, type PreparedService, type ProbeResult } from '../../src/verify/probe.ts'
import { answersCorsExactly } from '../../src/verify/probes/answers-cors-exactly.ts'
import { answersHealthWhenBusy } from '../../src/verify/probes/answers-health-when-busy.ts'
import { judgeSetUp, lineOf } from '../../src/verify/report.ts'
import { webServices } from '../support/examples.ts'

const written = webServices.find(([title]) => title === 'flask-high-traffic')?.[1].plan
if (!written) throw new Error('there is no example flask-high-traffic')
/** An app that answers its health path and its origins itself. */
const plan = asItStands({ ...written, cors: { ...written.cors, value: 'app' } })

/** To be asked nothing. */
const untouched = new Proxy({} as PreparedService, {
  get: (_, name) => {
    throw new Error(`${String(name)} is used`)
  },
})

const busy = await answersHealthWhenBusy.run(untouched, plan)
const cors = await answersCorsExactly.run(untouched as never, plan)

function told(probe: { id: string; why: string; fix: string }, result: ProbeResult) {
  return lineOf({ ...result, probe, seconds: 0 }, [], (text) => text)
}

const proven = told({ id: 'answers-from-outside', why: '', fix: '' }, judge('answered 200', []))
const unpromised = [told(answersHealthWhenBusy, busy), told(answersCorsExactly, cors)]
const report = {
  service: 'shop',
  runtime: 'process',
  notes: [],
  probes: [proven, ...unpromised],
} as const

test('what the app does itself is neither proven nor failed', () => {
  expect(unpromised.map(({ verdict }) => verdict)).toEqual(['unpromised', 'unpromised'])
  expect(judgeSetUp(report)).toBe('proven')
  expect(judgeSetUp({ ...report, probes: unpromised })).toBe('unseen')
})

test('it is told of, and not counted', () => {
  const outcome = outcomeOf([{ plan, findings: [], report }], [], 'hoptix.yaml')
  expect(outcome).toMatchObject({ ok: true, findings: [], summary: 'Proven: 1 of 1 probes.' })
})

test.each([60, 80, 120])('a screen of %d columns says so beside the proven ones', (columns) => {
  const screen = { columns, paint: new Chalk({ level: 0 }) }
  const [text = ''] = verifiedText(report, screen)
  expect(text).toMatch(/^ {2}proven {6}answers-from-outside/m)
  expect(text).toMatch(/^ {2}no promise {2}answers-health-when-busy/m)
  expect(text.replace(/\s+/g, ' ')).toContain('the app answers its health path itself')
  expect(text.split('\n').filter((line) => line.length > columns)).toEqual([])
})

test('a comparison claims nothing of what stood there before', () => {
  const ours = { ...report, probes: [{ ...proven, id: answersCorsExactly.id }] }
  expect(comparisonMarkdown(ours, { ...report, source: 'Dockerfile' })).toContain(
    '| answers-cors-exactly | no promise: `cors is not declared, and whatever the app answers is its own` | proven |',
  )
})
