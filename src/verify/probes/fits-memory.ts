import type { Plan } from '../../plan/plan.ts'
import { putUnderLoad } from '../load.ts'
import { judge, type MemoryUse, type Probe, unseen } from '../probe.ts'
import { readServerLog } from '../server-log.ts'
import { answersAtAll } from './answers-at-all.ts'

/** How gunicorn says that a worker was killed and it was not gunicorn that did it. */
const killed = /^Worker \(pid:\d+\) was sent SIGKILL! Perhaps out of memory\?$/

export const fitsMemory = {
  id: 'fits-memory',
  looksAt: 'starts',
  after: [answersAtAll.id],
  why: 'What outgrows its memory is killed in the middle of requests, and again after each restart.',
  fix: 'Raise `resources.memory`, or lower `workers`; load large things once, where they are needed.',
  async run(prepared, plan) {
    const running = await prepared.start()
    try {
      const { count } = await putUnderLoad(running, plan)
      const use = running.exited() ? undefined : await running.memory()
      const kills = readServerLog(running.log()).filter(({ message }) => killed.test(message))
      const hits = judgeKills(use, kills.length)
      const exit = running.exited()
      if (exit) hits.push(`the server ended with ${exit.signal ?? exit.code}`)
      if (use) return judgeUse(use, plan, count, hits)
      return hits.length > 0 ? judge('', hits) : unseen('this machine does not show what it holds')
    } finally {
      await running.stop()
    }
  },
} as const satisfies Probe

function judgeKills(use: MemoryUse | undefined, logged: number): string[] {
  const kills = Math.max(use?.kills ?? 0, logged)
  return kills === 0 ? [] : [`${kills} processes were killed for want of memory`]
}

function judgeUse(use: MemoryUse, plan: Plan, count: number, hits: readonly string[]) {
  const declared = plan['resources.memory'].value
  const estimate = `the plan reckons with ${plan.memoryEstimate.value} MB`
  const holds = `${use.used} MB of ${declared} MB`
  const observed = `${use.counted} is ${holds} after ${count} requests; ${estimate}`
  const tooMuch = `${use.counted} is ${holds} that are declared; ${estimate}`
  return judge(observed, [...hits, ...(use.used < declared ? [] : [tooMuch])])
}
