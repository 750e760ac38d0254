import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '../../../src/verify/wait.ts'
import { pathOf } from '../../support/ingress/app.ts'
import { mustSkipIngress } from '../../support/ingress/availability.ts'
import { type Call, call } from '../../support/ingress/callers.ts'
import { Deployment, type Instance, type Wanted } from '../../support/ingress/deployment.ts'
import type { Ingress } from '../../support/ingress/nginx.ts'
import { report } from '../../support/ingress/report.ts'
import { swap } from '../../support/sabotage.ts'

const skip = await mustSkipIngress('timeouts and sizes behind an ingress')

interface Served {
  workers(): readonly number[]
  /** The status. */
  ask(asked: Call): Promise<number>
}

/** Two instances behind an ingress, for the tests of a block. */
function serve(wanted: Wanted): Served {
  let deployment: Deployment
  let instances: readonly Instance[]
  let ingress: Ingress
  beforeAll(async () => {
    deployment = await Deployment.prepare(wanted)
    instances = [await deployment.startInstance(), await deployment.startInstance()]
    const endpoints = instances.map(({ endpoint }) => endpoint)
    ingress = await deployment.startIngress({ endpoints })
  }, 180_000)
  afterAll(() => deployment?.remove())
  return {
    workers: () => instances.flatMap(({ running }) => running.workers()),
    ask: async (asked) => (await call(ingress.port, asked)).status,
  }
}

/** Seconds; the ingress waits 60 s for it, as for every timeout up to 55 s. A busy machine is no 20 s late. */
const shortTimeout = 'timeout: 20\n'
const [justUnder, above] = [57, 63].map(
  (sleep): Call => ({ method: 'POST', path: pathOf({ sleep }) }),
)

const sizes = 'ingress: { responseHeaderBuffer: 16k, maxBodySize: 1m }\n'
const longHeader: Call = { path: pathOf({ header: 12_000 }) }
const largeBody: Call = { method: 'POST', path: pathOf(), body: 'x'.repeat(1_200_000) }

/** A first line, `GET /… HTTP/1.1`, of so many bytes; nginx takes 8192 with the line's end. */
function firstLineOf(bytes: number): Call {
  const without = `GET ${pathOf({ pad: '' })} HTTP/1.1`.length
  return { path: pathOf({ pad: 'x'.repeat(bytes - without) }) }
}

describe.skipIf(skip).concurrent.each<[title: string, example: string]>([
  ['Flask on gthread', 'flask-guide'],
  ['FastAPI on uvicorn', 'fastapi-tickets'],
])('%s', (title, example) => {
  describe.concurrent('as it is rendered', () => {
    const served = serve({ example, keys: `${shortTimeout}${sizes}` })

    test('answers a request just under the timeout of the ingress, is cut above it, and lives', async () => {
      const before = served.workers()
      const statuses = await Promise.all(
        [justUnder, above].map((asked) => served.ask(asked as Call)),
      )
      report('timeout', title, { justUnder: statuses[0], above: statuses[1] })
      expect(statuses).toEqual([200, 504])
      expect(await served.ask({ path: '/health' })).toBe(200)
      expect(served.workers()).toEqual(before)
    }, 240_000)

    test('answers sizes up to what is configured', async () => {
      const seen = {
        header: await served.ask(longHeader),
        line: await served.ask(firstLineOf(8190)),
        longerLine: await served.ask(firstLineOf(8300)),
        body: await served.ask({ ...largeBody, body: 'x'.repeat(900_000) }),
        largerBody: await served.ask(largeBody),
      }
      report('sizes', title, seen)
      expect(seen).toEqual({ header: 200, line: 200, longerLine: 414, body: 200, largerBody: 413 })
    }, 240_000)
  })

  describe.concurrent('with defaults', () => {
    const served = serve({ example })

    test('waits longer, lets a larger body through, and loses the long header', async () => {
      const seen = {
        above: await served.ask(above as Call),
        largerBody: await served.ask(largeBody),
        header: await served.ask(longHeader),
      }
      report('defaults, control', title, seen)
      expect(seen).toEqual({ above: 200, largerBody: 200, header: 502 })
    }, 240_000)
  })
})

describe.skipIf(skip).concurrent("with gunicorn's own defaults", () => {
  const served = serve({
    example: 'flask-guide',
    keys: shortTimeout,
    changes: [
      swap('gunicorn.conf.py', 'worker_class = _WORKER_CLASS', 'worker_class = "sync"'),
      swap(
        'gunicorn.conf.py',
        'threads = whole_number("GUNICORN_THREADS", _THREADS, 64)',
        'threads = 1',
      ),
      swap('gunicorn.conf.py', 'limit_request_line = 8190', 'limit_request_line = 4094'),
    ],
  })

  test('a sync worker is killed in the middle of a request, and half a line is too long', async () => {
    const before = served.workers()
    const seen = {
      justUnder: await served.ask(justUnder as Call),
      line: await served.ask(firstLineOf(8190)),
    }
    report("gunicorn's defaults, control", 'Flask on sync', seen)
    expect(seen.justUnder).toBeGreaterThanOrEqual(500)
    expect(seen.line).toBe(400)
    // The arbiter takes a moment to see that its worker is gone.
    const isReplaced = () => served.workers().some((pid) => !before.includes(pid)) || undefined
    expect(await waitFor(isReplaced, 20)).toBe(true)
  }, 240_000)
})
