import { describe, expect, test } from 'vitest'
import type { Answer } from '../../../src/io/network.ts'
import { headerValues } from '../../../src/verify/cors-answer.ts'
import { waitFor } from '../../../src/verify/wait.ts'
import { mustSkip, startExample } from '../../support/real-server.ts'

const skip = await mustSkip('what the examples say about themselves')

type Headers = Readonly<Record<string, string>>

describe.skipIf(skip)('flask-guide', () => {
  const { get } = startExample('flask-guide')

  test('answers with the body that the guide shows', async () => {
    const { status, body } = await get('/health')
    expect({ status, body }).toEqual({
      status: 200,
      body: '{"status": "healthy", "service": "hoptix-backend"}',
    })
  })

  test("keeps the app's own CORS, since none is declared", async () => {
    const answer = await get('/', { Origin: 'https://anyone.example' })
    expect(answer.body).toBe('Hello, World!')
    // For `*` flask-cors names whoever asks.
    expect(headerValues(answer, 'access-control-allow-origin')).toEqual(['https://anyone.example'])
  })
})

describe.skipIf(skip).each(['flask-guide', 'flask-high-traffic', 'fastapi-tickets'])(
  'the access log of %s',
  (name) => {
    const service = startExample(name)

    test('has the path of a request, and never its query string', async () => {
      await service.get('/no-such-place?token=must-not-be-logged', {
        Referer: 'https://x.example/?code=must-not-be-logged',
      })
      const log = () => service.running.log().join('\n')
      const isLogged = () => (log().includes('/no-such-place') ? true : undefined)
      expect(await waitFor(isLogged, 5)).toBe(true)
      expect(log()).not.toContain('must-not-be-logged')
    })
  },
)

describe.skipIf(skip)('flask-cors-credentials', () => {
  const service = startExample('flask-cors-credentials')
  const origin = 'https://pr-17.preview.example.com'
  const loggedIn = { Origin: origin, Authorization: 'Bearer token' }
  const granted = [[origin], ['true'], ['X-Total-Count']]

  test('answers a preflight before the app can ask for a token', async () => {
    const headers = { Origin: origin, 'Access-Control-Request-Method': 'POST' }
    const answer = await service.running.request({ path: '/orders', method: 'OPTIONS', headers })
    expect(answer.status).toBe(204)
    expect(corsOf(answer)).toEqual(granted)
    expect(headerValues(answer, 'access-control-allow-methods')).toEqual(['GET, POST'])
  })

  test.each<[number, string, Headers]>([
    [200, '/orders', loggedIn],
    [401, '/orders', { Origin: origin }],
    [404, '/orders/9', loggedIn],
    [500, '/reports/monthly', loggedIn],
    [200, '/status-badge', loggedIn],
  ])('puts the same headers on %d of %s', async (status, path, headers) => {
    const answer = await service.get(path, headers)
    expect(answer.status).toBe(status)
    expect(corsOf(answer)).toEqual(granted)
    expect(headerValues(answer, 'vary').join(', ')).toContain('Origin')
  })

  test('takes the old wildcard of an app from a denied origin too', async () => {
    const stranger = { ...loggedIn, Origin: 'https://a.b.preview.example.com' }
    expect(corsOf(await service.get('/status-badge', stranger))).toEqual([[], [], []])
  })
})

describe.skipIf(skip)('fastapi-tickets', () => {
  const service = startExample('fastapi-tickets')
  const origin = 'https://desk.example.com'
  const granted = [[origin], ['true'], []]
  const unhandled = '/tickets/9/close'

  test('answers a preflight before the app, which knows no OPTIONS', async () => {
    const headers = { Origin: origin, 'Access-Control-Request-Method': 'POST' }
    const answer = await service.running.request({ path: '/tickets', method: 'OPTIONS', headers })
    expect(answer.status).toBe(204)
    expect(corsOf(answer)).toEqual(granted)
  })

  test.each([
    [200, 'GET', '/tickets'],
    [404, 'GET', '/no-such-path'],
    [405, 'DELETE', '/tickets'],
    [422, 'POST', '/tickets'],
    [500, 'POST', unhandled],
  ])('puts the same headers on %d of %s %s', async (status, method, path) => {
    const answer = await service.running.request({ path, method, headers: { Origin: origin } })
    expect(answer.status).toBe(status)
    expect(corsOf(answer)).toEqual(granted)
    expect(headerValues(answer, 'vary').join(', ')).toContain('Origin')
  })

  test('grants a stranger nothing, on an unhandled error either', async () => {
    const headers = { Origin: 'https://desk.example.com.evil.example' }
    const answer = await service.running.request({ path: unhandled, method: 'POST', headers })
    expect(answer.status).toBe(500)
    expect(corsOf(answer)).toEqual([[], [], []])
  })

  test('logs an unhandled error once, and never as an accident of the server', async () => {
    const path = '/tickets/4711/close'
    expect((await service.running.request({ path, method: 'POST' })).status).toBe(500)
    const logged = () => service.running.log().filter((line) => line.includes('KeyError: 4711'))
    expect(await waitFor(() => (logged().length > 0 ? true : undefined), 5)).toBe(true)
    // The access log comes after everything else that is said of a request.
    const answered = () => service.running.log().some((line) => line.includes(`POST ${path} HTTP`))
    expect(await waitFor(() => answered() || undefined, 5)).toBe(true)
    expect(logged()).toHaveLength(1)
    expect(service.running.log().join('\n')).not.toContain('Exception in ASGI application')
  })
})

describe.skipIf(skip)('django-predeploy', () => {
  const { get } = startExample('django-predeploy')
  const throughIngress = { Host: 'notices.example.com', 'X-Forwarded-Proto': 'https' }

  test('serves what collectstatic put into the image, under its hashed name', async () => {
    const page = await get('/', throughIngress)
    const [, link = ''] = /href="(\/static\/[^"]+)"/.exec(page.body) ?? []
    expect(link).toMatch(/board\.[0-9a-f]{12}\.css$/)
    const sheet = await get(link, throughIngress)
    expect(sheet.status).toBe(200)
    expect(headerValues(sheet, 'content-type').join()).toContain('text/css')
  })

  test('refuses an address as Host, and plain HTTP', async () => {
    expect((await get('/', { 'X-Forwarded-Proto': 'https' })).status).toBe(400)
    expect((await get('/', { Host: 'notices.example.com' })).status).toBe(301)
  })

  test('answers a probe all the same', async () => {
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/healthz', { Host: 'evil.example' })).status).toBe(200)
  })
})

describe.skipIf(skip)('flask-factory', () => {
  const example = startExample('flask-factory')

  test('is made by its factory, with the settings of the platform', async () => {
    expect(JSON.parse((await example.get('/products/mug')).body)).toMatchObject({ currency: 'EUR' })
  })

  test('names the variable that it cannot start without', async () => {
    const running = await example.service.start({ env: { SECRET_KEY: '' } })
    // 3, or 1 when a second worker fails while gunicorn is halting.
    expect([1, 3]).toContain((await running.exit).code)
    expect(running.log().join('\n')).toMatch(/StartError: .*SECRET_KEY/)
    await running.stop()
  })
})

describe.skipIf(skip)('flask-high-traffic', () => {
  const service = startExample('flask-high-traffic')

  test('writes each request as one JSON object', async () => {
    await service.get('/slow?seconds=0.1', { 'User-Agent': 'a "quoted" \\ agent' })
    // Gunicorn writes the entry after it has answered.
    const entry = await waitFor(() => parsedLog().find((one) => one['path'] === '/slow'), 5)
    expect(entry).toMatchObject({ status: 200, agent: 'a "quoted" \\ agent' })
  })

  function parsedLog() {
    return service.running.log().map((line) => JSON.parse(line) as Record<string, unknown>)
  }
})

describe.skipIf(skip)('flask-system-packages', () => {
  const service = startExample('flask-system-packages')

  test('has what its build commands made, with the tool that stands on its path', async () => {
    const { body } = await service.get('/')
    expect(body).toBe('Keeps specimens until the instance ends, and tells what they are.\n')
  })
})

describe.skipIf(skip)('flask-low-resource', () => {
  const { get } = startExample('flask-low-resource')

  test('counts workdays', async () => {
    const { body } = await get('/workdays/2026-12-24/plus/1')
    expect(JSON.parse(body)).toEqual({ date: '2026-12-28' })
  })
})

describe.skipIf(skip)('flask-own-template', () => {
  const { get } = startExample('flask-own-template')

  test('runs from the Dockerfile of its own template', async () => {
    expect(JSON.parse((await get('/items/mug')).body)).toEqual({ name: 'mug', count: 40 })
    expect((await get('/health')).status).toBe(200)
  })
})

describe.skipIf(skip)('monorepo-bookshop', () => {
  describe('bookshop-storefront', () => {
    const service = startExample('monorepo-bookshop', 'bookshop-storefront')

    test('imports the package in common/, and has the variables of defaults and its own', async () => {
      expect(JSON.parse((await service.get('/')).body)).toEqual({
        shop: 'The Paper Boat',
        books: 3,
      })
      const book = await service.get('/books/978-0-14-143951-8')
      expect(JSON.parse(book.body)).toMatchObject({ cents: 899, currency: 'EUR' })
      expect((await service.get('/books/9780141439519')).status).toBe(400)
    })

    test('logs as the defaults say', async () => {
      await service.get('/metrics')
      const logged = () => service.running.log().find((line) => line.includes('/metrics'))
      expect(JSON.parse((await waitFor(logged, 5)) ?? '')).toMatchObject({ status: 200 })
    })
  })

  describe('bookshop-partners', () => {
    const service = startExample('monorepo-bookshop', 'bookshop-partners')

    test('keeps what a partner reports, and answers no other origin', async () => {
      const headers = { Origin: 'https://shop.example.com' }
      const answer = await service.get('/partners/boat/stock/9780141439518', headers)
      expect(answer.status).toBe(404)
      expect(corsOf(answer)).toEqual([[], [], []])
    })
  })
})

/** Who may read it, with credentials or not, and which headers. */
function corsOf(answer: Answer): string[][] {
  return ['allow-origin', 'allow-credentials', 'expose-headers'].map((name) =>
    headerValues(answer, `access-control-${name}`),
  )
}
