import type { IncomingMessage, RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import { healthy, lookFor, nginxPage, told } from '../../support/deployed-scene.ts'

describe('redirects-end', () => {
  const id = 'redirects-end'
  const elsewhere =
    (next: (request: IncomingMessage) => string | undefined, headers = {}): RequestListener =>
    (request, response) => {
      const location = request.url === '/health' ? undefined : next(request)
      if (location === undefined) return void healthy(request, response)
      response.writeHead(302, { Location: location, ...headers }).end()
    }

  test('a circle fails, and the chain is told', async () => {
    const report = await lookFor(id, {
      answer: elsewhere(({ url }) => (url === '/a' ? '/b' : '/a')),
    })
    expect(told(report)).toMatch(/in a circle, back to \S+\/a$/)
    expect(report.observed).toMatch(/localhost:\d+\/ -> \S+\/a -> \S+\/b \(status 302\)$/)
  })

  test('a chain without an end is left after 10', async () => {
    const report = await lookFor(id, { answer: elsewhere(({ url }) => `${url}a`) })
    expect(told(report)).toContain('more than 10 redirects')
    expect(report.observed.split(' -> ')).toHaveLength(11)
  })

  test('a chain that ends is right, also one that comes back with a cookie', async () => {
    expect(
      await lookFor(id, { answer: elsewhere(({ url }) => (url === '/' ? '/home' : undefined)) }),
    ).toMatchObject({
      ok: true,
    })
    const answer = elsewhere(({ headers }) => (headers.cookie === 'seen=1' ? undefined : '/'), {
      'Set-Cookie': 'seen=1; Path=/',
    })
    expect(await lookFor(id, { answer })).toMatchObject({ ok: true })
  })

  test('another host is named and not asked', async () => {
    const report = await lookFor(id, { answer: elsewhere(() => 'https://login.invalid/?next=/') })
    expect(report).toMatchObject({
      ok: true,
      observed: expect.stringMatching(/login\.invalid is another host and was not asked/),
    })
  })

  test.each([
    ['back to plain http', 'http://localhost/login', /back to plain http/],
    ['out of http', 'ftp://localhost/', /out of http/],
    ['nowhere', 'http://[', /leads nowhere/],
  ])('one that leads %s fails', async (_, location, reason) => {
    expect(told(await lookFor(id, { answer: elsewhere(() => location) }))).toMatch(reason)
  })

  test('an app that is gone behind a health path that answers fails', async () => {
    const answer: RequestListener = (request, response) => {
      if (request.url === '/health') return void healthy(request, response)
      response.writeHead(502, { Server: 'nginx' }).end(nginxPage('502 Bad Gateway'))
    }
    expect(told(await lookFor(id, { answer }))).toContain('found no server behind it')
  })
})
