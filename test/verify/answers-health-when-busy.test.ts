import { expect, test } from 'vitest'
import type { PreparedService, RunningService } from '../../src/verify/probe.ts'
import { answersHealthWhenBusy } from '../../src/verify/probes/answers-health-when-busy.ts'
import { slowPath } from '../../src/verify/slow-app.ts'
import { webServices } from '../support/examples.ts'

const plan = webServices.find(([title]) => title === 'flask-high-traffic')?.[1].plan
if (!plan) throw new Error('there is no example flask-high-traffic')
const threads = plan.threads.value
const workers = plan.workers.value as number
const all = workers * threads

/** A server that always finds so many threads for slow requests, however many it is asked. */
function serverWith(found: number, answersHealth: boolean): PreparedService {
  let asked = 0
  const body = JSON.stringify({ status: 'healthy', service: plan?.name.value }).replace(
    /([:,])/g,
    '$1 ',
  )
  const running = {
    log: () => Array(Math.min(asked, found)).fill('hoptix-deploy: a slow request has begun'),
    request: async ({ path }) => {
      if (path === slowPath) asked += 1
      const status = path === slowPath || !answersHealth ? 0 : 200
      return { status, headers: [], body: status === 200 ? body : 'no answer in time' }
    },
    stop: async () => {},
  } satisfies Partial<RunningService>
  return {
    app: 'main:app',
    start: async () => running as Partial<RunningService>,
  } as PreparedService
}

test.concurrent.each<[string, number, boolean, object]>([
  ['every thread is busy', 0, true, { ok: true }],
  ['a worker that is always the last to wake has one free', 1, true, { ok: true }],
  ['most workers may have one free', workers - 1, true, { ok: false }],
  ['no check is answered', 1, false, { ok: false }],
])('%s', async (_, free, answersHealth, expected) => {
  const result = await answersHealthWhenBusy.run(serverWith(all - free, answersHealth), plan)
  expect(result).toMatchObject(expected)
  if (free > 0 && result.ok) expect(result.observed).toContain(`each, but for ${free}:`)
})
