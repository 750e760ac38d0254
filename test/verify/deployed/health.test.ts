import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import { answering, healthy, lookFor, nginxPage, told } from '../../support/deployed-scene.ts'

describe('answers-health', () => {
  const id = 'answers-health'

  test('another body fails, and is shown in one harmless line', async () => {
    const evil = `\u001b]0;owned\u0007${'x'.repeat(5000)}`
    const report = await lookFor(id, { answer: answering(200, {}, evil) })
    expect(report.ok).toBe(false)
    expect(told(report)).toContain('not {"status": "healthy", "service": "shop"}')
    expect(told(report)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    expect(told(report).length).toBeLessThan(400)
  })

  test.each([
    [
      502,
      '502 Bad Gateway',
      /127\.0\.0\.1.*another port.*start command.*plan --live.*porter app logs/,
    ],
    [503, '503 Service Temporarily Unavailable', /No instance is ready.*porter app logs/],
    [504, '504 Gateway Time-out', /did not answer in time.*porter app logs/],
    [404, '404 Not Found', /no service for this host/],
    [521, 'Web server is down', /Cloudflare does not reach/],
  ])('%i of whatever stands in front is explained', async (status, title, reason) => {
    const answer = answering(status, { Server: 'nginx' }, nginxPage(title))
    const report = await lookFor(id, { answer })
    expect(report).toMatchObject({ ok: false, observed: expect.stringContaining('from nginx') })
    expect(told(report)).toMatch(reason)
  })

  test("a challenge of Cloudflare's is explained, whatever its status", async () => {
    const answer = answering(403, { Server: 'cloudflare', 'Cf-Mitigated': 'challenge' })
    expect(told(await lookFor(id, { answer }))).toContain('only browsers')
    const own = answering(403, { Server: 'gunicorn' })
    expect(told(await lookFor(id, { answer: own }))).not.toContain('only browsers')
  })

  test("a 404 of the app is not the ingress's", async () => {
    const report = await lookFor(id, {
      answer: answering(404, { Server: 'gunicorn' }, 'nothing here'),
    })
    expect(report.ok).toBe(false)
    expect(told(report)).not.toContain('ingress')
  })

  test('a redirect fails and is named', async () => {
    const answer = answering(301, { Location: 'https://login.invalid/' })
    expect(told(await lookFor(id, { answer }))).toContain('leads to https://login.invalid/')
  })

  test('an answer that never comes fails', async () => {
    const silent: RequestListener = (request, response) => {
      if (request.url !== '/health') healthy(request, response)
    }
    const report = await lookFor(id, { answer: silent, options: { timeoutSeconds: 2 } })
    expect(told(report)).toContain('no answer in time')
  })

  test('an answer that never ends is cut off', async () => {
    const endless: RequestListener = (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    }
    expect(await lookFor(id, { answer: endless })).toMatchObject({ ok: false })
  })
})

describe('answers-in-time', () => {
  const id = 'answers-in-time'
  const late: RequestListener = (request, response) =>
    void setTimeout(() => healthy(request, response), 400)

  test('what it saw is told', async () => {
    expect(await lookFor(id)).toMatchObject({
      ok: true,
      observed: expect.stringMatching(/^median \d+ ms of 5/),
    })
  })

  test('slower than a probe waits fails', async () => {
    const report = await lookFor(id, { answer: late, options: { slowSeconds: 0.3 } })
    expect(told(report)).toMatch(
      /the median answer takes \d+\.[4-9] s, and a probe waits for 0\.3 s/,
    )
    expect(await lookFor(id, { answer: late })).toMatchObject({ ok: true })
  })

  test('an answer that fails now and then fails', async () => {
    let asked = 0
    const shaky: RequestListener = (request, response) => {
      asked += 1
      if (asked === 4) return void response.writeHead(502).end()
      healthy(request, response)
    }
    expect(told(await lookFor(id, { answer: shaky }))).toContain('status 502')
  })
})
