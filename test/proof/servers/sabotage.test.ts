import { describe, expect, type TestContext, test } from 'vitest'
import { attacks } from '../../../src/verify/attacks.ts'
import type { ProbeResult } from '../../../src/verify/probe.ts'
import { probes } from '../../../src/verify/probes/index.ts'
import { runProbes } from '../../../src/verify/run-probes.ts'
import { expectHit } from '../../support/expect-hit.ts'
import { mustSkip } from '../../support/real-server.ts'
import {
  append,
  ballast,
  bareCommand,
  developmentServer,
  foreignCors,
  lonelyRequests,
  loopback,
  namedUser,
  prepareSabotaged,
  queueForHealth,
  rootUser,
  type Sabotage,
  shellForm,
  swap,
  trustingConfig,
  usualCommand,
} from '../../support/sabotage.ts'

const skip = await mustSkip('every probe on artifacts that it must object to')

// Side by side, since most of it is waiting: for starts, for graceful stops.
describe.skipIf(skip)('a probe objects to', { concurrent: true }, () => {
  test.for<[probe: string, sabotage: string, Sabotage, hit: RegExp]>([
    [
      'answers-at-all',
      'an app that raises as it is imported',
      append('hoptix_server.py', 'raise LookupError("no settings")\n'),
      /the server ended with [13]: LookupError: no settings \(hoptix_server\.py:\d+\)/,
    ],
    [
      'answers-at-all',
      'a configuration that cannot be read',
      append('gunicorn.conf.py', 'import no_such_module\n'),
      /the server ended with 1: ModuleNotFoundError: No module named 'no_such_module' \(gunicorn\.conf\.py:\d+\)/,
    ],
    ['answers-at-all', 'a loopback bind', loopback, /it runs, and GET .* gives no answer/],
    [
      'listens-on-all-interfaces',
      'a loopback bind',
      loopback,
      /nothing listens on 0\.0\.0\.0:8080/,
    ],
    [
      'listens-on-all-interfaces',
      'a second listener',
      swap('Dockerfile', '"--bind",', '"--bind", "[::1]:8081", "--bind",'),
      /\[::1\]:8081 accepts connections too/,
    ],
    ['answers-from-outside', 'a loopback bind', loopback, /no answer/],
    [
      'answers-from-outside',
      'another body',
      swap('hoptix_server.py', '"healthy"', '"fine"'),
      /fine/,
    ],
    [
      'log-is-the-expected-one',
      'the development server',
      developmentServer,
      /Using worker: gthread/,
    ],
    [
      'log-is-the-expected-one',
      'an error at start',
      append('gunicorn.conf.py', 'def when_ready(server):\n    server.log.error("no disk")\n'),
      /level error: no disk/,
    ],
    [
      'config-is-the-plan',
      'a changed value',
      append('gunicorn.conf.py', 'keepalive = 2\n'),
      /`keepalive` is 2/,
    ],
    [
      'config-is-the-plan',
      'a misspelt key',
      swap('gunicorn.conf.py', 'backlog =', 'back_log ='),
      /backlog/,
    ],
    ['replaces-killed-worker', 'the development server', developmentServer, /no worker processes/],
    ['stops-gracefully', 'a shell in front', shellForm, /still running/],
    [
      'stops-gracefully',
      'too short a grace',
      append('gunicorn.conf.py', 'graceful_timeout = 0\n'),
      /the request in flight got no answer/,
    ],
    [
      'answers-health-when-busy',
      'no spare thread',
      swap('gunicorn.conf.py', 'worker.tpool = HealthLane(worker)', 'pass'),
      /with 2 slow requests each: 0 of 20 checks answered: GET \/health .* gives no answer/,
    ],
    [
      'answers-health-when-busy',
      'a gunicorn that nobody tried',
      swap('gunicorn.conf.py', '< (28, 0)', '< (26, 0)'),
      /gunicorn 26\.2\.0 is unknown here/,
    ],
    [
      'closes-idle-at-stop',
      'idle connections waited for',
      swap('gunicorn.conf.py', '    tend_idle_connections(worker)\n', ''),
      /\d+\.\d s after SIGTERM it still runs, and nothing but an idle connection is open/,
    ],
    [
      'answers-cors-exactly',
      'headers nobody declared',
      foreignCors,
      /access-control-allow-origin is added/,
    ],
    [
      'answers-under-load',
      'threads that get in their way',
      lonelyRequests,
      /times GET \S+ got 500/,
    ],
    [
      'answers-under-load',
      'a health path that queues',
      queueForHealth,
      /health took .* under load/,
    ],
    [
      'fits-memory',
      'workers that load too much',
      ballast,
      /is 1\d{3} MB of 1024 MB that are declared/,
    ],
    ['runs-unprivileged', 'root', rootUser, /the image runs as root/],
    ['runs-unprivileged', 'a user by name', namedUser, /runAsNonRoot refuses/],
  ])('%s: %s', { timeout: 120_000 }, async ([id, , sabotage, hit], { onTestFinished }) => {
    const result = await runOne(onTestFinished, id, 'flask-guide', sabotage)
    expectHit(result, hit)
  })

  test.for<[sabotage: string, Sabotage, hit: RegExp]>([
    [
      'a missing layer',
      swap('hoptix_server.py', '\napplication = with_cors(application)', '\n'),
      /access-control-allow-origin is undefined/,
    ],
    [
      'an open end',
      swap('hoptix_server.py', '.fullmatch(origin)', '.match(origin)'),
      /suffix attack/,
    ],
    [
      'a cached answer',
      swap('hoptix_server.py', 'vary.append("Origin")', 'pass'),
      /no Origin: Vary does not name Origin/,
    ],
  ])(
    'answers-cors-exactly, in front of WSGI: %s',
    async ([, sabotage, hit], { onTestFinished }) => {
      const result = await runOne(
        onTestFinished,
        'answers-cors-exactly',
        'flask-cors-credentials',
        sabotage,
      )
      expectHit(result, hit)
    },
  )

  test.for<[sabotage: string, Sabotage, hit: RegExp]>([
    [
      'a missing layer',
      swap('hoptix_server.py', '\napplication = with_cors(application)', '\n'),
      /access-control-allow-origin is undefined/,
    ],
    [
      'an open end',
      swap('hoptix_server.py', '.fullmatch(origin)', '.match(origin)'),
      /suffix attack/,
    ],
    [
      'a cached answer',
      swap('hoptix_server.py', 'vary.append(b"Origin")', 'pass'),
      /no Origin: Vary does not name Origin/,
    ],
  ])(
    'answers-cors-exactly, in front of ASGI: %s',
    async ([, sabotage, hit], { onTestFinished }) => {
      const result = await runOne(
        onTestFinished,
        'answers-cors-exactly',
        'fastapi-tickets',
        sabotage,
      )
      expectHit(result, hit)
    },
  )

  test('survives-hostile-environment: each attack, under one of two careless set-ups', async ({
    onTestFinished,
  }) => {
    const id = 'survives-hostile-environment'
    const silent = swap('gunicorn.conf.py', 'server.log.warning(note)', 'pass')
    const results = await Promise.all([
      runOne(onTestFinished, id, 'flask-guide', usualCommand, silent),
      runOne(onTestFinished, id, 'flask-guide', bareCommand, trustingConfig),
    ])
    const hits = results.flatMap((result) => (result?.ok === false ? result.hits : []))
    const broken = attacks.filter(({ name }) => hits.some((hit) => hit.startsWith(`${name}: `)))
    expect(broken).toEqual(attacks)
  }, 180_000)
})

async function runOne(
  onTestFinished: TestContext['onTestFinished'],
  id: string,
  example: string,
  ...changes: readonly Sabotage[]
): Promise<ProbeResult | undefined> {
  const { plan, service } = await prepareSabotaged(example, changes)
  onTestFinished(() => service.remove())
  const [result] = await runProbes(
    probes.filter((probe) => probe.id === id),
    service,
    plan,
  )
  return result
}
