import { describe, expect, test } from 'vitest'
import { attacks } from '../../src/verify/attacks.ts'
import type { RunningService } from '../../src/verify/probe.ts'
import { processRuntimeIn } from '../../src/verify/runtimes/process.ts'
import { countSlowRequests, slowPath, withSlowPath } from '../../src/verify/slow-app.ts'
import { waitFor } from '../../src/verify/wait.ts'
import { exampleDescription, exampleFolder, renderDescription } from '../support/examples.ts'
import { freePort } from '../support/free-port.ts'
import { mustSkipWithoutPython, prepareService } from '../support/real-server.ts'
import { type Sabotage, sabotage, startWith, swap } from '../support/sabotage.ts'

const skip = await mustSkipWithoutPython('a real server of each kind')

/** Every attack of the environment at once; `npm run test:proof` tries each by itself. */
const environment: Record<string, string> = {
  ...Object.assign({}, ...attacks.map(({ env }) => env)),
  GUNICORN_CMD_ARGS: '--bind=127.0.0.1:9 --workers=0 --check-config --daemon',
}

/** No namespace is needed: the server has a free port of this machine, and nobody else reaches it. */
const onLoopback = processRuntimeIn(async () => undefined)

/** What starts the same server and clears none of the variables. */
const trusting = (port: number) =>
  startWith(
    `["/opt/venv/bin/gunicorn","--config","/app/gunicorn.conf.py","--bind","127.0.0.1:${port}","hoptix_server:application"]`,
  )

async function prepare(example: string, changesFor: (port: number) => readonly Sabotage[]) {
  const port = await freePort()
  const { plans, artifacts } = renderDescription(`${exampleDescription(example)}port: ${port}\n`)
  const local = { plans, artifacts: sabotage(artifacts, changesFor(port)) }
  return prepareService(local, exampleFolder(example), undefined, onLoopback)
}

describe.skipIf(skip).each([
  ['gunicorn', 'flask-guide', '/health'],
  ['uvicorn', 'fastapi-tickets', '/health'],
])('a real %s, in a hostile environment', (_, example, healthPath) => {
  test('answers, after SIGHUP too, and finishes a request when it is stopped', {
    timeout: 240_000,
  }, async ({ onTestFinished }) => {
    const { plan, service } = await prepare(example, () => [
      swap('Dockerfile', '0.0.0.0:', '127.0.0.1:'),
    ])
    onTestFinished(() => service.remove())

    const running = await service.start(withSlowPath(plan, service, 1, environment))
    const ask = () => running.request({ path: healthPath })
    expect(await ask(), running.log().join('\n')).toMatchObject({ status: 200 })
    expect(running.listeners()?.map((listener) => listener.port)).toEqual([plan.port.value])

    await reloadWorkers(running)
    expect(await ask(), running.log().join('\n')).toMatchObject({ status: 200 })

    const answer = running.request({ path: slowPath })
    await waitFor(() => (countSlowRequests(running) > 0 ? true : undefined), 20)
    running.signal('SIGTERM')
    expect(await answer).toMatchObject({ status: 200, body: 'done' })
    expect(await running.exit).toMatchObject({ code: 0 })
  })
})

test.skipIf(skip)(
  'a start command that clears nothing does not withstand it',
  async ({ onTestFinished }) => {
    const { service } = await prepare('flask-guide', (port) => [trusting(port)])
    onTestFinished(() => service.remove())
    const running = await service.start({ env: environment })
    expect(await running.request({ path: '/health' })).toMatchObject({ status: 0 })
  },
  120_000,
)

async function reloadWorkers(running: RunningService): Promise<void> {
  const before = running.workers()
  running.signal('SIGHUP')
  const replaced = await waitFor(() => {
    const now = running.workers()
    return now.length > 0 && now.every((pid) => !before.includes(pid)) ? true : undefined
  }, 30)
  expect(replaced, running.log().join('\n')).toBe(true)
}
