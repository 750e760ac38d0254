import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { RunningService } from '../../../src/verify/probe.ts'
import { countSlowRequests, slowPath, withSlowPath } from '../../../src/verify/slow-app.ts'
import { waitFor } from '../../../src/verify/wait.ts'
import { exampleFolder, renderExample } from '../../support/examples.ts'
import { RawConnection } from '../../support/raw-connection.ts'
import { mustSkip, type PreparedExample, prepareService } from '../../support/real-server.ts'

const skip = await mustSkip('health checks on a busy server')

const healthy = /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n\{"status": "healthy", "service": "\S+"\}$/
const one = { GUNICORN_WORKERS: '1', GUNICORN_THREADS: '2' }

function check(words = 'GET /health HTTP/1.1', headers = ''): string {
  return `${words}\r\nHost: x\r\n${headers}\r\n`
}

/** What changes from answer to answer, though it says the same. */
function withoutDate(answer: string | undefined): string | undefined {
  return answer?.replace(/^Date: .*$/m, 'Date:')
}

describe.skipIf(skip)('one worker whose two threads are busy', () => {
  let example: PreparedExample
  let running: RunningService
  let idleAnswer: string | undefined

  const connect = () => {
    const connection = new RawConnection(running.address, running.port)
    onTestFinished(() => connection.close())
    return connection
  }
  const origin = 'Origin: https://app.hoptix.com\r\n'

  beforeAll(async () => {
    const name = 'flask-cors-credentials'
    example = await prepareService(renderExample(name), exampleFolder(name))
    running = await example.service.start(withSlowPath(example.plan, example.service, 300, one))
    const first = new RawConnection(running.address, running.port)
    idleAnswer = withoutDate(await first.ask(check(undefined, origin), healthy, 20))
    first.close()
    for (let sent = 0; sent < 2; sent += 1)
      void running.request({ path: slowPath, timeoutSeconds: 300 })
    const isBusy = () => countSlowRequests(running) === 2 || undefined
    expect(await waitFor(isBusy, 20)).toBe(true)
  }, 120_000)
  afterAll(() => example?.service.remove())

  test('a check gets the bytes of an idle one, CORS included', async () => {
    expect(idleAnswer).toMatch(/Access-Control-Allow-Origin|Vary/)
    const answer = await connect().ask(check(undefined, origin), healthy)
    expect(withoutDate(answer)).toBe(idleAnswer)
  })

  test.each<[string, string, RegExp]>([
    ['HEAD', check('HEAD /health HTTP/1.1'), /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n$/],
    ['HTTP/1.0', check('GET /health HTTP/1.0'), /\{"status": "healthy"/],
    ['a query', check('GET /health?from=monitor HTTP/1.1'), healthy],
    ['Connection: close', check(undefined, 'Connection: close\r\n'), /\{"status": "healthy"/],
  ])('%s is answered', async (_, bytes, answer) => {
    expect(await connect().ask(bytes, answer)).toBeDefined()
  })

  test('a connection is answered again and again', async () => {
    const connection = connect()
    for (let round = 0; round < 5; round += 1)
      expect(await connection.ask(check(), healthy)).toBeDefined()
  })

  test('one that was silent at first is answered when it asks', async () => {
    const connection = connect()
    expect(await connection.ask('', /./, 0.3)).toBeUndefined()
    expect(await connection.ask(check(), healthy)).toBeDefined()
  })

  test.each([
    ['another path', check('GET /healthy HTTP/1.1')],
    ['another spelling', check('GET /HEALTH HTTP/1.1')],
    ['another method', check('POST /health HTTP/1.1')],
    ['the app', check('GET / HTTP/1.1')],
    ['half a head', 'GET /health HTTP/1.1\r\nHost:'],
    ['a body that never comes', check(undefined, 'Content-Length: 5\r\n')],
    ['a second request behind it', check() + check('GET / HTTP/1.1')],
  ])('%s waits for a thread and holds up no check', async (_, bytes) => {
    expect(await connect().ask(bytes, /./, 0.3)).toBeUndefined()
    expect(await connect().ask(check(), healthy)).toBeDefined()
  })
})

describe.skipIf(skip)('connections that stay open', () => {
  let example: PreparedExample

  beforeAll(async () => {
    example = await prepareService(renderExample('flask-guide'), exampleFolder('flask-guide'))
  }, 120_000)
  afterAll(() => example?.service.remove())

  const start = async () => {
    const running = await example.service.start(
      withSlowPath(example.plan, example.service, 15, one),
    )
    onTestFinished(() => running.stop())
    const connect = () => {
      const connection = new RawConnection(running.address, running.port)
      onTestFinished(() => connection.close())
      return connection
    }
    return { running, connect }
  }

  test('as many as a worker keeps leave room for a check while its threads are busy', async () => {
    const { running, connect } = await start()
    for (let kept = 0; kept < 18; kept += 1)
      expect(await connect().ask(check(), healthy, 20)).toBeDefined()
    for (let sent = 0; sent < 2; sent += 1) void running.request({ path: slowPath })
    const isBusy = () => countSlowRequests(running) === 2 || undefined
    expect(await waitFor(isBusy, 10)).toBe(true)
    expect(await connect().ask(check(), healthy)).toBeDefined()
  }, 60_000)

  test('a stop closes those that are idle, answers what runs and what is just asked', async () => {
    const { running, connect } = await start()
    const [idle, silent, lately] = [connect(), connect(), connect()]
    expect(await idle.ask(check(), healthy, 20)).toBeDefined()
    expect(await silent.ask('', /./, 1.5)).toBeUndefined()
    const slow = running.request({ path: slowPath, timeoutSeconds: 60 })
    expect(await waitFor(() => countSlowRequests(running) || undefined, 10)).toBe(1)
    expect(await lately.ask(check(), healthy)).toBeDefined()
    running.signal('SIGTERM')
    // Whether it says `Connection: close` depends on who is faster: the signal or the request.
    expect(await lately.ask(check(), healthy)).toBeDefined()
    expect(await lately.isClosedWithin(8)).toBe(true)
    expect(await idle.isClosedWithin(8)).toBe(true)
    expect(await silent.isClosedWithin(8)).toBe(true)
    expect(running.exited()).toBeUndefined()
    expect((await slow).status).toBe(200)
    expect((await running.exit).code).toBe(0)
  }, 60_000)
})
