import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import { healthy, lookFor, told, withCors } from '../../support/deployed-scene.ts'

describe('answers-cors-exactly', () => {
  const id = 'answers-cors-exactly'
  const origin = 'https://app.example.com'

  test.each<[string, Record<string, string>, RegExp]>([
    ['none at all', { Vary: 'Origin' }, /listed\): GET .*allow-origin is undefined/],
    [
      'anyone with credentials',
      {
        Vary: 'Origin',
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Credentials': 'true',
      },
      /not listed\): GET .*allow-origin is sent to a denied origin/,
    ],
    [
      'the same for everyone',
      { Vary: 'Origin', 'Access-Control-Allow-Origin': origin },
      /suffix attack\): GET .*denied origin/,
    ],
    ['no Vary', { 'Access-Control-Allow-Origin': origin }, /Vary does not name Origin/],
  ])('%s fails', async (_, headers, reason) => {
    const answer: RequestListener = (request, response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      healthy(request, response)
    }
    const report = await lookFor(id, { answer, plan: withCors })
    expect(report.ok).toBe(false)
    expect(told(report)).toMatch(reason)
  })

  test('what is added where nothing is declared fails', async () => {
    const answer: RequestListener = (request, response) =>
      healthy(request, response.setHeader('Access-Control-Allow-Origin', '*'))
    expect(told(await lookFor(id, { answer }))).toContain('is added though cors is not declared')
  })
})
