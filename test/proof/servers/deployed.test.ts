import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { RunningService } from '../../../src/verify/probe.ts'
import type { ProbeReport } from '../../../src/verify/run-probes.ts'
import { type KeyPair, makeAuthority, makeCertificate } from '../../support/certificates.ts'
import { buildDeployedChild, probeInChild, reportOf } from '../../support/deployed.ts'
import { exampleFolder, renderExample } from '../../support/examples.ts'
import { mustSkip, type PreparedExample, prepareService } from '../../support/real-server.ts'
import { foreignCors, prepareSabotaged, startWith } from '../../support/sabotage.ts'
import { keptFolder } from '../../support/temporary.ts'
import { type Ingress, proxyTo } from '../../support/tls-proxy.ts'

const skip = await mustSkip('deployed services on real gunicorn, behind TLS')
const folder = keptFolder()
const authorities = join(folder, 'authority.pem')
let keys: KeyPair
let program: string

beforeAll(async () => {
  const authority = await makeAuthority()
  keys = await makeCertificate({ authority })
  writeFileSync(authorities, authority.cert)
  program = await buildDeployedChild(folder)
})

const failed = (reports: readonly ProbeReport[]) => reports.filter(({ ok }) => !ok)

describe
  .skipIf(skip)
  .each(['flask-guide', 'flask-cors-credentials', 'fastapi-tickets', 'django-predeploy'])(
  '%s behind an ingress',
  (name) => {
    let example: PreparedExample
    let running: RunningService

    beforeAll(async () => {
      example = await prepareService(renderExample(name), exampleFolder(name))
      running = await example.service.start()
    }, 300_000)
    afterAll(() => example?.service.remove())

    const look = ({ url, plainPort }: Ingress) =>
      probeInChild(program, url, example.plan, { authorities, options: { plainPort } })

    test('passes every probe of a deployed service', async () => {
      expect(failed(await look(await proxyTo(running, keys)))).toEqual([])
    })

    test('fails where the ingress adds CORS headers of its own', async () => {
      const proxy = await proxyTo(running, keys, (headers) => ({
        ...headers,
        'access-control-allow-origin': '*',
        'access-control-allow-credentials': 'true',
      }))
      expect(failed(await look(proxy)).map(({ probe }) => probe.id)).toEqual([
        'answers-cors-exactly',
      ])
    })

    test('fails where nothing listens behind the ingress, and says what that means', async () => {
      const reports = await look(await proxyTo({ address: running.address, port: 9 }, keys))
      expect(reportOf(reports, 'answers-health')).toMatchObject({
        ok: false,
        hits: [expect.stringContaining('start command')],
      })
    })
  },
)

const flask = (flag: string) =>
  startWith(
    `["/opt/venv/bin/flask","--app","app:app","run","--host=0.0.0.0","--port=8080","${flag}"]`,
  )

describe.skipIf(skip)('what runs behind an ingress', () => {
  const development = 'runs-no-development-server'

  test.each([
    ['a development server', flask('--no-debug'), {}, development, 'signs as Werkzeug/'],
    ['a debugger', flask('--debug'), { server: 'nginx' }, development, 'debug mode is on'],
    ['an app with CORS of its own', foreignCors, {}, 'answers-cors-exactly', 'allow-origin'],
  ])('fails when it is %s', { timeout: 120_000 }, async (_, sabotage, headers, id, reason) => {
    const { service, plan } = await prepareSabotaged('flask-cors-credentials', [sabotage])
    onTestFinished(() => service.remove())
    const alter = (sent: object) => ({ ...sent, ...headers })
    const { url, plainPort } = await proxyTo(await service.start(), keys, alter)
    const reports = await probeInChild(program, url, plan, { authorities, options: { plainPort } })
    expect(reportOf(reports, id)).toMatchObject({
      ok: false,
      hits: expect.arrayContaining([expect.stringContaining(reason)]),
    })
  })
})
