import { describe, expect, test } from 'vitest'
import { answering, healthy, lookFor, told } from '../../support/deployed-scene.ts'

describe('plain-http-is-not-served', () => {
  const id = 'plain-http-is-not-served'

  test('refused is right', async () => {
    expect(await lookFor(id)).toMatchObject({
      ok: true,
      observed: expect.stringMatching(/^refused/),
    })
    const forbidding = await lookFor(id, { plain: answering(403, {}) })
    expect(forbidding).toMatchObject({ ok: true, observed: expect.stringMatching(/^refused/) })
  })

  test('a redirect to https is right, also to another host, which is named and not asked', async () => {
    const plain = answering(308, { Location: 'https://elsewhere.invalid/health' })
    const report = await lookFor(id, { plain })
    expect(report).toMatchObject({
      ok: true,
      observed: expect.stringContaining('elsewhere.invalid'),
    })
  })

  test('an answer fails, and a redirect that stays on http', async () => {
    expect(told(await lookFor(id, { plain: healthy }))).toContain('status 200 over plain http')
    const plain = answering(302, { Location: 'http://localhost/login' })
    expect(told(await lookFor(id, { plain }))).toContain('not to https')
  })
})
