import { expect, test } from 'vitest'
import type { PreparedService, RunningService } from '../../src/verify/probe.ts'
import { answersHealthWhenBusy } from '../../src/verify/probes/answers-health-when-busy.ts'
import { slowPath } from '../../src/verify/slow-app.ts'
import { pause } from '../../src/verify/wait.ts'
import { webServices } from '../support/examples.ts'

const plan = webServices.find(([title]) => title === 'flask-high-traffic')?.[1].plan
if (!plan) throw new Error('there is no example flask-high-traffic')
const threads = plan.threads.value
const workers = plan.workers.value as number

/** A server of which so many workers find threads for slow requests, however many it is asked. */
function serverWith(full: number, answersHealth: boolean, checkSeconds = 0): PreparedService {
  let asked = 0
  const body = JSON.stringify({ status: 'healthy', service: plan?.name.value }).replace(
    /([:,])/g,
    '$1 ',
  )
  // A worker that is not full has one thread left.
  const begun = Array.from({ length: workers }, (_, worker) =>
    Array<string>(worker < full ? threads : threads - 1).fill(
      `hoptix-deploy: a slow request has begun in process ${worker + 2}`,
    ),
  ).flat()
  const loaded = Array.from(
    { length: workers },
    (_, worker) => `hoptix-deploy: the app is loaded in process ${worker + 2}`,
  )
  const running = {
    log: () => [...loaded, ...begun.slice(0, asked)],
    request: async ({ path }) => {
      if (path === slowPath) asked += 1
      else await pause(checkSeconds)
      const status = path === slowPath || !answersHealth ? 0 : 200
      return { status, headers: [], body: status === 200 ? body : 'no answer in time' }
    },
    exited: () => undefined,
    ownPid: () => 1,
    workers: () => Array.from({ length: workers }, (_, worker) => worker + 2),
    stop: async () => {},
  } satisfies Partial<RunningService>
  return {
    app: 'main:app',
    start: async () => running as Partial<RunningService>,
  } as PreparedService
}

test.concurrent.each<[string, full: number, answersHealth: boolean, ok: boolean, said: string]>([
  [
    'every thread is busy',
    workers,
    true,
    true,
    `${workers} workers with ${threads} slow requests each: 20 checks`,
  ],
  [
    'workers that are always the last to wake have one free',
    workers / 2,
    true,
    true,
    `${workers / 2} of ${workers} workers with ${threads} slow requests each: 20 checks`,
  ],
  [
    'most workers have one free',
    workers / 2 - 1,
    true,
    false,
    `there are but ${workers / 2 - 1} of ${workers} workers with`,
  ],
  [
    'no check is answered',
    workers - 1,
    false,
    false,
    `${workers - 1} of ${workers} workers with ${threads} slow requests each: 0 of 20 checks answered`,
  ],
])('%s', async (_, full, answersHealth, ok, said) => {
  const result = await answersHealthWhenBusy.run(serverWith(full, answersHealth), plan)
  expect(result).toMatchObject({ ok })
  expect(JSON.stringify(result)).toContain(said)
})

test.concurrent('checks that are answered late, every one of them, are a hit', async () => {
  const result = await answersHealthWhenBusy.run(serverWith(workers, true, 1.1), plan)
  expect(result).toMatchObject({
    ok: false,
    hits: [expect.stringMatching(/: the median check takes \d+\.\d s$/)],
  })
})
