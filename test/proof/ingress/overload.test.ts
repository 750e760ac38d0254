import { setMaxListeners } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { pause } from '../../../src/verify/wait.ts'
import { pathOf } from '../../support/ingress/app.ts'
import { mustSkipIngress } from '../../support/ingress/availability.ts'
import { call, Tally } from '../../support/ingress/callers.ts'
import { Deployment, type Wanted } from '../../support/ingress/deployment.ts'
import type { Ingress } from '../../support/ingress/nginx.ts'
import { report } from '../../support/ingress/report.ts'
import { append } from '../../support/sabotage.ts'

const skip = await mustSkipIngress('an overload behind an ingress')

/** Seconds that each request keeps a thread; so that threads run out, and not the machine's processors. */
const work = 0.1
const burstSeconds = 10
const recoverySeconds = 5

/** Until the control is taken to be down. */
const patienceSeconds = 20

/** Requests at an even pace, however long the answers take; whoever waits at the end hangs up. */
async function burst({ port }: Ingress, perSecond: number): Promise<Tally> {
  const tally = new Tally()
  const end = new AbortController()
  setMaxListeners(0, end.signal)
  const start = performance.now()
  const sent: Promise<void>[] = []
  const all = burstSeconds * perSecond
  while (sent.length < all) {
    const due = Math.min(all, (perSecond * (performance.now() - start)) / 1000)
    while (sent.length < due) {
      const asked = { path: pathOf({ sleep: work }), signal: end.signal }
      sent.push(call(port, asked).then((outcome) => tally.add('GET', outcome)))
    }
    await pause(0.01)
  }
  end.abort()
  await Promise.all(sent)
  return tally
}

/** Seconds until something is so, asked four times a second; undefined when it is not in time. */
async function secondsUntil(isSo: () => Promise<boolean>): Promise<number | undefined> {
  const start = performance.now()
  const elapsed = () => (performance.now() - start) / 1000
  let found: number | undefined
  while (found === undefined && elapsed() < patienceSeconds) {
    void isSo().then((yes) => {
      if (yes) found ??= elapsed()
    })
    await pause(0.25)
  }
  return found
}

async function recover(wanted: Wanted) {
  const deployment = await Deployment.prepare(wanted)
  onTestFinished(() => deployment.remove())
  const instances = [await deployment.startInstance(), await deployment.startInstance()]
  const endpoints = instances.map(({ endpoint }) => endpoint)
  const ingress = await deployment.startIngress({ endpoints })
  const threads = instances.flatMap(({ running }) => running.workers()).length * 2
  const tally = await burst(ingress, (10 * threads) / work)
  const path = deployment.rendered.healthPath
  const instancesAfter = Promise.all(
    instances.map(({ running }) => secondsUntil(() => deployment.isHealthy(running))),
  )
  const callersAfter = secondsUntil(
    async () => (await call(ingress.port, { path, timeoutSeconds: 5 })).status === 200,
  )
  const recovered = { instances: await instancesAfter, callers: await callersAfter }
  return { sent: tally.sent, answered: tally.sent - tally.failed, recovered }
}

describe.skipIf(skip)('after 10 s of ten times what two instances can answer', () => {
  test('both answer their health checks, and callers, within 5 s', async () => {
    const seen = await recover({ example: 'flask-guide' })
    report('overload', 'Flask on gthread', seen)
    for (const seconds of [...seen.recovered.instances, seen.recovered.callers])
      expect(seconds).toBeLessThanOrEqual(recoverySeconds)
  }, 180_000)

  test("gunicorn's own numbers of connections keep them busy for longer", async () => {
    const defaults = append('gunicorn.conf.py', '\nworker_connections, backlog = 1000, 2048\n')
    const seen = await recover({ example: 'flask-guide', changes: [defaults] })
    report('overload, control', 'Flask on gthread', seen)
    // Not of callers: a connection that nginx has kept may come to a thread at once.
    for (const seconds of seen.recovered.instances)
      expect(seconds ?? patienceSeconds).toBeGreaterThan(recoverySeconds)
  }, 180_000)
})
