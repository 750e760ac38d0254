import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import { answering, healthy, lookFor, planOf, told } from '../../support/deployed-scene.ts'

describe('runs-no-development-server', () => {
  const id = 'runs-no-development-server'
  const signing =
    (server: string): RequestListener =>
    (request, response) => {
      healthy(request, response.setHeader('Server', server))
    }
  const signed =
    (server: string): RequestListener =>
    (_, response) =>
      void response.writeHead(404, { Server: server }).end()

  test.each([
    'Werkzeug/3.1.3 Python/3.13.5',
    'WSGIServer/0.2 CPython/3.13.5',
    'uvicorn',
    'SimpleHTTP/0.6',
  ])('%s fails', async (server) => {
    expect(told(await lookFor(id, { answer: signed(server) }))).toContain(server)
  })

  test.each(['gunicorn', 'nginx', 'cloudflare'])('%s is right', async (server) => {
    expect(await lookFor(id, { answer: signed(server) })).toMatchObject({ ok: true })
  })

  test('uvicorn is right where its workers are planned', async () => {
    const asgi = planOf('name: shop\napp: app:app\nframework: fastapi\n')
    expect(await lookFor(id, { answer: signing('uvicorn'), plan: asgi })).toMatchObject({
      ok: true,
    })
  })

  test("Django's debug page fails", async () => {
    const page =
      'You’re seeing this error because you have <code>DEBUG = True</code> in your settings'
    expect(told(await lookFor(id, { answer: answering(404, {}, page) }))).toContain('DEBUG')
  })
})
