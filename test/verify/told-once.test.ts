import { Chalk } from 'chalk'
import { expect, test } from 'vitest'
import { verifiedText } from '../../src/findings/reporters/text/verified.ts'
import type { ProbeLine } from '../../src/verify/report.ts'

const line = (id: string, verdict: ProbeLine['verdict'], observed: string): ProbeLine => {
  return { id, verdict, observed, hits: [], seconds: 0, log: [] }
}

const byEnd = 'not looked at, since the server has ended'
const byAnswers = 'not looked at, since answers-at-all did not pass'

function show(probes: readonly ProbeLine[], columns = 100): string[] {
  const report = { service: 'shop', runtime: 'process', notes: [], probes }
  const [text = ''] = verifiedText(report, { columns, paint: new Chalk({ level: 0 }) })
  return text.split('\n').slice(1)
}

test.each([60, 100])(
  'probes that were skipped for one reason share a line: %d columns',
  (columns) => {
    const probes = [
      line('answers-from-outside', 'skipped', byAnswers),
      line('listens-on-all-interfaces', 'skipped', byEnd),
      line('fits-memory', 'skipped', byAnswers),
      line('stops-gracefully', 'skipped', byAnswers),
    ]
    const text = show(probes, columns).join(' ').replace(/\s+/g, ' ').trim()
    expect(text).toBe(`skipped 3 probes ${byAnswers} skipped listens-on-all-interfaces ${byEnd}`)
  },
)

test('what was seen is told one by one, alike or not', () => {
  const probes = [
    line('answers-from-outside', 'proven', 'answered 200'),
    line('answers-under-load', 'proven', 'answered 200'),
    line('fits-memory', 'unseen', 'nobody counts it'),
    line('runs-unprivileged', 'unseen', 'nobody counts it'),
  ]
  expect(show(probes)).toHaveLength(4)
})
