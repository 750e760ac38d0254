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

test('what an earlier probe found missing is not looked at, and its cause is told once', async () => {
  const table = [
    probe('answers', false),
    probe('loads', true, ['answers']),
    probe('stops', true, ['loads']),
    probe('listens', true),
  ]
  const reports = await runProbes(table, {} as PreparedService, {} as Plan)
  const skipped = (by: string) => unseen(`not looked at, since ${by} did not pass`, 'earlier')
  expect(reports).toMatchObject([
    { ok: false, hits: ['it is not so'] },
    skipped('answers'),
    skipped('loads'),
    { ok: true },
  ])
  expect(ran).toEqual(['answers', 'listens'])
})
