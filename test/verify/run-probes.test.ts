import { EventEmitter, once } from 'node:events'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { judge, type PreparedService, type Probe, unseen } from '../../src/verify/probe.ts'
import { runProbes } from '../../src/verify/run-probes.ts'

const ran: string[] = []

function probe(id: string, ok: boolean, after?: readonly string[]): Probe {
  const told = { id, why: '', fix: '', ...(after && { after }) }
  const result = judge(id, ok ? [] : ['it is not so'])
  return {
    ...told,
    looksAt: 'starts',
    run: async () => {
      ran.push(id)
      return result
    },
  }
}

test.each([1, 2])(
  'what an earlier probe found missing is not looked at, and its cause is told once, %i at a time',
  async (atOnce) => {
    ran.length = 0
    const table = [
      probe('answers', false),
      probe('loads', true, ['answers']),
      probe('stops', true, ['loads']),
      probe('listens', true),
    ]
    const reports = await runProbes(table, { atOnce } as PreparedService, {} as Plan)
    const skipped = (by: string) => unseen(`not looked at, since ${by} did not pass`, 'earlier')
    expect(reports).toMatchObject([
      { ok: false, hits: ['it is not so'] },
      skipped('answers'),
      skipped('loads'),
      { ok: true },
    ])
    expect(ran).toEqual(['answers', 'listens'])
  },
)

test('probes that start their own server run side by side, and are told of in their order', async () => {
  const slow = probe('slow', true)
  const hasRun = new EventEmitter()
  const quickHasRun = once(hasRun, 'quick')
  const waiting: Probe = { ...slow, run: () => quickHasRun.then(() => judge('slow', [])) }
  const quick: Probe = {
    ...probe('quick', true),
    run: async () => {
      hasRun.emit('quick')
      return judge('quick', [])
    },
  }
  const reports = await runProbes([waiting, quick], { atOnce: 2 } as PreparedService, {} as Plan)
  expect(reports.map(({ probe: { id } }) => id)).toEqual(['slow', 'quick'])
})
