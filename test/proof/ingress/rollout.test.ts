import { describe, expect, type TestContext, test } from 'vitest'
import { preStopSeconds } from '../../../src/facts/timing.ts'
import { pathOf } from '../../support/ingress/app.ts'
import { mustSkipIngress } from '../../support/ingress/availability.ts'
import { call, Tally } from '../../support/ingress/callers.ts'
import { Deployment, type Instance, type Wanted } from '../../support/ingress/deployment.ts'
import { report } from '../../support/ingress/report.ts'
import { type Ended, rollOut, type Timing } from '../../support/ingress/rollout.ts'

const skip = await mustSkipIngress('a rollout behind an ingress')

/** Until the ingress has heard of it: seconds, in a busy cluster. With more than preStop there is no help. */
const endpointSeconds = 2

/** Lasts from before an instance is told to go until after its SIGTERM. */
const longSeconds = 6

/** Until a caller gives up. */
const timeoutSeconds = 20

const latencyMs = 15

const enough = 5000

/** Callers of both methods, each one request after the other: many with quick ones, two with long ones. */
async function keepCalling(port: number, tally: Tally, isOver: () => boolean): Promise<void> {
  const repeat = async (number: number, sleep: number) => {
    for (let turn = number; !isOver(); turn += 1) {
      const method = turn % 2 === 0 ? 'GET' : 'POST'
      tally.add(method, await call(port, { method, path: pathOf({ sleep }), timeoutSeconds }))
    }
  }
  const quick = Array.from({ length: 16 }, (_, number) => repeat(number, 0.01))
  const long = [0, 1].map((number) => repeat(number, longSeconds))
  await Promise.all([...quick, ...long])
}

interface Seen {
  readonly tally: Tally
  readonly endings: readonly Ended[]
}

/** One rollout after the other until enough was seen. */
async function rollOutUnderLoad(
  wanted: Wanted,
  timing: Timing,
  isEnough: (tally: Tally) => boolean,
  onTestFinished: TestContext['onTestFinished'],
): Promise<Seen> {
  const deployment = await Deployment.prepare(wanted)
  onTestFinished(() => deployment.remove())
  const { latencyMs } = timing
  let instances: readonly Instance[] = [
    await deployment.startInstance(latencyMs),
    await deployment.startInstance(latencyMs),
  ]
  const endpoints = instances.map(({ endpoint }) => endpoint)
  const ingress = await deployment.startIngress({ endpoints })
  const tally = new Tally()
  let isOver = false
  const calling = keepCalling(ingress.port, tally, () => isOver)
  const endings: Ended[] = []
  while (!isEnough(tally)) {
    const rolledOut = await rollOut(deployment, ingress, instances, timing)
    instances = rolledOut.instances
    endings.push(...rolledOut.endings)
  }
  isOver = true
  await calling
  return { tally, endings }
}

describe.skipIf(skip).concurrent.each<[title: string, example: string]>([
  ['Flask on gthread', 'flask-guide'],
  ['FastAPI on uvicorn', 'fastapi-tickets'],
])('%s, replaced under constant load', (title, example) => {
  test('loses no request', async ({ onTestFinished }) => {
    const { tally, endings } = await rollOutUnderLoad(
      { example },
      { preStopSeconds, endpointSeconds, latencyMs },
      ({ sent }) => sent >= enough,
      onTestFinished,
    )
    report('rollout', title, { failed: tally.failed, sent: tally.sent, ...tally.endings, endings })
    expect(tally.failed, JSON.stringify(tally.endings)).toBe(0)
    expect(tally.sent).toBeGreaterThanOrEqual(enough)
    expect(endings).toEqual(endings.map(() => expect.objectContaining({ code: 0 })))
  }, 300_000)

  test('loses some without preStop', async ({ onTestFinished }) => {
    const { tally, endings } = await rollOutUnderLoad(
      { example },
      { preStopSeconds: 0, endpointSeconds, latencyMs },
      ({ failed, sent }) => failed > 0 || sent >= enough,
      onTestFinished,
    )
    report('rollout, control', title, {
      failed: tally.failed,
      sent: tally.sent,
      ...tally.endings,
      endings,
    })
    expect(tally.failed).toBeGreaterThan(0)
  }, 300_000)
})
