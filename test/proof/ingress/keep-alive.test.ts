import { describe, expect, test } from 'vitest'
import { pause } from '../../../src/verify/wait.ts'
import { pathOf } from '../../support/ingress/app.ts'
import { mustSkipIngress } from '../../support/ingress/availability.ts'
import { call, Tally } from '../../support/ingress/callers.ts'
import { Deployment, type Wanted } from '../../support/ingress/deployment.ts'
import { report } from '../../support/ingress/report.ts'
import { swap } from '../../support/sabotage.ts'

const skip = await mustSkipIngress('reused connections behind an ingress')

const latencyMs = 15

/** Each lane keeps a connection of its own, so that the idle time of every request can be chosen. */
const lanes = 2000

interface Idle {
  readonly from: number
  readonly to: number
}

/** Below and above the 60 s that the ingress keeps an idle connection: far below, since a slow machine is late by seconds. */
const aroundTheProxys: Idle = { from: 48, to: 60.2 }

/** Below and above the time of the control, and as far below: a lane each millisecond meets the moment of closing. */
const aroundTwoSeconds: Idle = { from: 0.3, to: 2.3 }

interface Seen {
  readonly failed: number
  /** POSTs that went over a connection which had been idle. */
  readonly reused: number
  readonly endings: Record<string, number>
}

/** On each lane a POST, a pause, and the POST that counts. */
async function postAfterIdling(deployment: Deployment, idle: Idle): Promise<Seen> {
  const instances = [
    await deployment.startInstance(latencyMs),
    await deployment.startInstance(latencyMs),
  ]
  const endpoints = instances.map(({ endpoint }) => endpoint)
  const ingress = await deployment.startIngress({ endpoints, lanes })

  const tally = new Tally()
  const post = (lane: number, name: string) =>
    call(ingress.port, { method: 'POST', path: `/lane/${lane}${pathOf({ pad: name })}` })
  const work = Array.from({ length: lanes }, async (_, lane) => {
    await pause((lane / lanes) * 5)
    expect(await post(lane, 'opens')).toMatchObject({ status: 200 })
    await pause(idle.from + ((lane * 7) % lanes) * ((idle.to - idle.from) / lanes))
    tally.add('POST', await post(lane, 'counts'))
  })
  await Promise.all(work)
  const reused = ingress
    .accesses()
    .filter((line) => line.includes('pad=counts') && line.includes(' connected=0.000 '))
  return { failed: tally.failed, reused: reused.length, endings: tally.endings }
}

describe.skipIf(skip).concurrent.each<[title: string, Wanted]>([
  // More threads, so that one instance holds a thousand idle connections.
  ['Flask on gthread', { example: 'flask-guide', keys: 'threads: 64\n' }],
  ['FastAPI on uvicorn', { example: 'fastapi-tickets' }],
])('%s, 15 ms away from the ingress', (title, wanted) => {
  test('loses no POST on a connection that has been idle for about as long as the ingress keeps it', async ({
    onTestFinished,
  }) => {
    const deployment = await Deployment.prepare(wanted)
    onTestFinished(() => deployment.remove())
    const { failed, reused, endings } = await postAfterIdling(deployment, aroundTheProxys)
    report('keep-alive', title, { failed, reused, endings })
    expect(endings).toEqual({ 'POST 200': lanes })
    expect(reused).toBeGreaterThanOrEqual(1500)
  }, 240_000)

  test("loses some with gunicorn's default of 2 s", async ({ onTestFinished }) => {
    const changes = [swap('gunicorn.conf.py', 'keepalive = _KEEP_ALIVE', 'keepalive = 2')]
    const deployment = await Deployment.prepare({ ...wanted, changes })
    onTestFinished(() => deployment.remove())
    const { failed, reused, endings } = await postAfterIdling(deployment, aroundTwoSeconds)
    report('keep-alive, control', title, { failed, reused, endings })
    expect(failed).toBeGreaterThan(0)
  }, 240_000)
})
