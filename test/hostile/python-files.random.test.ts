import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ArtifactKind } from '../../src/artifacts/kinds/kind.ts'
import { frameworks } from '../../src/frameworks/index.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { runs } from '../support/runs.ts'
import { hostileCase, hostileCases } from './descriptions.ts'
import { type Escapes, renderTokens, renderWith } from './escapes.ts'
import { Readers } from './readers.ts'
import { gunicornConf, server } from './subjects.ts'

vi.mock('../../src/artifacts/escape.ts', async (original) => {
  const { exchangeable } = await import('./escapes.ts')
  return exchangeable(await original<Escapes>())
})

let readers: Readers
beforeAll(() => {
  readers = new Readers()
}, 120_000)
afterAll(() => readers.close())

/** The file as Python's parser reads it. `escapes` are put in place of the real ones. */
async function readPython(kind: ArtifactKind, plan: Plan, escapes: Partial<Escapes> = {}) {
  const real = renderWith(escapes, () => kind.render(plan))
  const quote = { python: (token: string) => `"${token}"`, word: (token: string) => token }
  const tokens = renderTokens(quote, () => kind.render(plan))
  return readers.readModule(real, tokens.text, tokens.values)
}

/** The constants of gunicorn.conf.py, from the plan. */
function serverConstants(plan: Plan) {
  const isAsgi = frameworks[plan.framework.value].interface === 'asgi'
  return {
    _SERVICE: plan.name.value,
    _PORT: plan.port.value,
    _WORKER_CLASS: plan.workerClass.value,
    _WORKERS: plan.workers.value === 'auto' ? null : plan.workers.value,
    ...(isAsgi ? {} : { _THREADS: plan.threads.value }),
    _TIMEOUT: plan.timeout.value,
    _PROXY_TIMEOUT: plan.proxyTimeout.value,
    _GRACEFUL_TIMEOUT: plan.gracefulTimeout.value,
    _KEEP_ALIVE: plan.keepAlive.value,
    _MAX_REQUESTS: plan.maxRequests.value,
    _LOG_LEVEL: plan.logLevel.value,
    _CPU: plan['resources.cpu'].value,
    _MEMORY: plan['resources.memory'].value,
  }
}

/** The constants of hoptix_server.py, from the plan. */
function bootstrapConstants(plan: Plan) {
  const cors = plan.cors.value
  const answersHealth = plan['health.answeredBy'].value === 'bootstrap'
  return {
    APP: plan.app.value,
    APP_DIR: plan.appDir.value,
    ...(answersHealth && { SERVICE: plan.name.value, HEALTH_PATH: plan['health.path'].value }),
    ...(cors !== 'app' && {
      CORS_ORIGINS: cors.origins,
      CORS_CREDENTIALS: cors.credentials,
      CORS_METHODS: cors.methods,
      CORS_HEADERS: cors.headers,
      CORS_EXPOSE_HEADERS: cors.exposeHeaders,
      CORS_MAX_AGE: cors.maxAge,
    }),
  }
}

describe('gunicorn.conf.py and hoptix_server.py', () => {
  test.each([
    { kind: gunicornConf, constantsOf: serverConstants },
    { kind: server, constantsOf: bootstrapConstants },
  ])(
    '$kind.name holds each value as Python reads it, and is not changed by any',
    async ({ kind, constantsOf }) => {
      await fc.assert(
        fc.asyncProperty(hostileCases(), async ({ plan }) => {
          const { differences, constants } = await readPython(kind, plan)
          expect(differences).toEqual([])
          expect(constants).toMatchObject(constantsOf(plan))
        }),
        { numRuns: runs.pythonFile },
      )
    },
  )

  test('a broken escape is noticed', async () => {
    const { plan } = hostileCase({ cors: { origins: ['*'], headers: ["X'Y"] } })
    const raw = { python: (value: unknown) => `'${value}'` }
    await expect(readPython(server, plan, raw)).rejects.toThrow('SyntaxError')

    const adding = { python: () => '"x", "one more"' }
    expect((await readPython(server, plan, adding)).differences).not.toEqual([])

    const changing = { word: () => 'another-service' }
    expect((await readPython(server, plan, changing)).differences).not.toEqual([])
  })
})
