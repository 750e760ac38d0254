import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Plan } from '../../../src/plan/plan.ts'
import type { RunningService } from '../../../src/verify/probe.ts'
import { pause, waitFor } from '../../../src/verify/wait.ts'
import { mustSkip } from '../../support/real-server.ts'
import { append, prepareSabotaged, type Sabotage, swap } from '../../support/sabotage.ts'

const skip = await mustSkip('an open WebSocket when the server stops')

const slowRequest = '/slow-request'
const hasBegun = 'the slow request has begun'

/** In front of the app: one slow path, everything else as it is. Sent in parts, so that a cut one is seen. */
const slowApp = `import asyncio, importlib, sys

served = importlib.import_module("hoptix_server").application


async def application(scope, receive, send):
    if scope.get("path") != "${slowRequest}":
        return await served(scope, receive, send)
    print("${hasBegun}", file=sys.stderr, flush=True)
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"8")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for part in [b"half", b"done"]:
        await asyncio.sleep(1)
        await send({"type": "http.response.body", "body": part, "more_body": part != b"done"})
`

/** Two clients of the scoreboard at the moment of a signal: one watches, one waits for an answer. */
async function stopWatched(signal: NodeJS.Signals, ...changes: readonly Sabotage[]) {
  const { plan, service } = await prepareSabotaged('starlette-live', changes)
  onTestFinished(() => service.remove())
  const files = { 'slow_app.py': slowApp }
  const running = await service.start({ app: 'slow_app:application', files })
  const { closed } = await watch(running)
  const answering = running.request({ path: slowRequest, timeoutSeconds: graceOf(plan) })
  const isInside = () => (running.log().includes(hasBegun) ? true : undefined)
  expect(await waitFor(isInside, 20)).toBe(true)

  running.signal(signal)
  const { status, body } = await answering
  const exit = await Promise.race([running.exit, pause(graceOf(plan))])
  return { closeCode: await closed, answer: status === 200 ? body : 'cut', exit: exit?.code }
}

/** What the server itself is given; the kubelet waits longer. */
function graceOf(plan: Plan): number {
  return plan.gracefulTimeout.value
}

/** Resolves when the scores have arrived; `closed` is the code that the connection will end with. */
async function watch({ address, port }: RunningService): Promise<{ closed: Promise<number> }> {
  const socket = new WebSocket(`ws://${address}:${port}/watch`)
  onTestFinished(() => socket.terminate())
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  const first = await new Promise((resolve, reject) => {
    socket.once('message', (data) => resolve(String(data))).once('error', reject)
  })
  expect(first).toBe('{}')
  return { closed }
}

describe.skipIf(skip)('with a WebSocket open and a request in flight', () => {
  test('SIGTERM closes the one with 1012, answers the other, and ends with 0 in time', async () => {
    expect(await stopWatched('SIGTERM')).toEqual({
      closeCode: 1012,
      answer: 'halfdone',
      exit: 0,
    })
  }, 120_000)

  // What the test above must notice. 1006 is what a client says when there was no close frame.
  test.each<[string, NodeJS.Signals, Sabotage[], object]>([
    ['a killed server', 'SIGKILL', [], { closeCode: 1006, answer: 'cut' }],
    [
      'too short a grace',
      'SIGTERM',
      [append('gunicorn.conf.py', 'graceful_timeout = 0\n')],
      { answer: 'cut' },
    ],
    [
      "gunicorn's own worker for ASGI",
      'SIGTERM',
      [swap('gunicorn.conf.py', 'uvicorn_worker.UvicornWorker', 'asgi')],
      { closeCode: 1006 },
    ],
  ])(
    '%s does not',
    async (_, signal, changes, seen) => {
      expect(await stopWatched(signal, ...changes)).toMatchObject(seen)
    },
    120_000,
  )
})
