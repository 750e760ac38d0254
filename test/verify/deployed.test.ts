import { writeFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { ServerOptions } from 'node:https'
import net from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { deployedProbes } from '../../src/verify/deployed/probes/index.ts'
import type { ProbeReport } from '../../src/verify/run-probes.ts'
import {
  type CertificateOptions,
  type KeyPair,
  makeAuthority,
  makeCertificate,
} from '../support/certificates.ts'
import {
  buildDeployedChild,
  type DeployedRun,
  probeInChild,
  reportOf,
} from '../support/deployed.ts'
import { renderDescription } from '../support/examples.ts'
import { freePort, listen, serveHttp, serveHttps } from '../support/far-server.ts'
import { keptFolder } from '../support/temporary.ts'

const folder = keptFolder()
const authorities = join(folder, 'authority.pem')
let authority: KeyPair
let good: KeyPair
let program: string

beforeAll(async () => {
  authority = await makeAuthority()
  good = await makeCertificate({ authority })
  writeFileSync(authorities, authority.cert)
  program = await buildDeployedChild(folder)
})

const plan = planOf('name: shop\napp: app:app\nframework: flask\n')
const withCors = planOf(
  'name: shop\napp: app:app\nframework: flask\ncors: {origins: [https://app.example.com]}\n',
)

function planOf(text: string): Plan {
  const [plan] = renderDescription(text).plans
  if (!plan) throw new Error(text)
  return plan
}

/** What the bootstrap answers, and an app that knows nothing. */
const healthy: RequestListener = ({ url }, response) => {
  response.setHeader('Server', 'gunicorn')
  if (url !== '/health') return void response.writeHead(404).end('not found')
  response.end('{"status": "healthy", "service": "shop"}')
}

const answering =
  (status: number, headers: Record<string, string>, body = ''): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body)

/** Everything as it should be, except for what the test changes. */
interface Scene extends Omit<DeployedRun, 'authorities'> {
  readonly answer?: RequestListener
  readonly plain?: RequestListener
  readonly certificate?: CertificateOptions
  readonly server?: ServerOptions
  readonly isTrusted?: boolean
  readonly plan?: Plan
}

async function look(scene: Scene = {}): Promise<ProbeReport[]> {
  const { answer = healthy, plain, certificate, server = {}, isTrusted = true } = scene
  const keys = certificate ? await makeCertificate({ authority, ...certificate }) : good
  const url = await serveHttps(keys, answer, server)
  const plainPort = plain ? await serveHttp(plain) : await freePort()
  return probeInChild(program, url, scene.plan ?? plan, {
    ...(isTrusted ? { authorities } : {}),
    options: { plainPort, ...scene.options },
  })
}

async function lookFor(id: string, scene: Scene = {}): Promise<ProbeReport> {
  return reportOf(await look(scene), id)
}

const told = (report: ProbeReport) => ('hits' in report ? report.hits.join('\n') : '')

/** The nginx page of a status, as nginx 1.22 writes it. */
function nginxPage(title: string): string {
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`
}

test('a service as it should be passes every probe, and each is listed once', async () => {
  const reports = await look()
  expect(reports.map(({ probe, ok }) => [probe.id, ok])).toEqual(
    deployedProbes.map(({ id }) => [id, true]),
  )
  expect(new Set(reports.map(({ probe }) => probe.id)).size).toBe(reports.length)
})

test('only harmless requests are sent, and they say who sends them', async () => {
  const seen: string[] = []
  const methods = new Set<string | undefined>()
  await look({
    plan: withCors,
    answer: (request, response) => {
      seen.push(request.headers['user-agent'] ?? '')
      methods.add(request.method)
      healthy(request, response)
    },
  })
  expect([...methods].sort()).toEqual(['GET', 'OPTIONS'])
  expect(seen.filter((agent) => !/^hoptix-deploy\/\d+\.\d+\.\d+ \(verify\)$/.test(agent))).toEqual(
    [],
  )
  expect(seen.length).toBeLessThan(50)
})

describe('accepts-connections', () => {
  test('a port where nothing listens is the fault of the service', async () => {
    const url = `https://localhost:${await freePort()}`
    const reports = await probeInChild(program, url, plan)
    const [first, ...others] = reports
    expect(first).toMatchObject({ ok: false, probe: { id: 'accepts-connections' } })
    expect(first).not.toHaveProperty('unseen')
    expect(first && told(first)).toContain('refused')
    // The cause is told once: the others have nothing to look at.
    expect(others.filter((report) => !('unseen' in report))).toEqual([])
  })
})

describe('certificate-is-trusted', () => {
  const id = 'certificate-is-trusted'

  test.each<[string, CertificateOptions, Partial<Scene>, RegExp]>([
    ['has expired', { from: -90, until: -2 }, {}, /expired on \d{4}-/],
    ['is not valid yet', { from: 2, until: 90 }, {}, /not valid before \d{4}-/],
    ['is for another host', { host: 'other.example' }, {}, /not for localhost.*other\.example/],
    ['is by an authority that nobody knows', {}, { isTrusted: false }, /NODE_EXTRA_CA_CERTS/],
    [
      'is the placeholder of the ingress',
      { host: 'ingress.local', subject: 'Kubernetes Ingress Controller Fake Certificate' },
      { isTrusted: false },
      /no certificate was issued/,
    ],
  ])('fails where it %s, and nothing is sent', async (_, certificate, scene, reason) => {
    let requests = 0
    const count: RequestListener = (request, response) => {
      requests += 1
      healthy(request, response)
    }
    const reports = await look({ certificate, ...scene, answer: count })
    const report = reportOf(reports, id)
    expect(report.ok).toBe(false)
    expect(told(report)).toMatch(reason)
    expect(requests).toBe(0)
    expect(reportOf(reports, 'answers-health')).toMatchObject({ unseen: true })
  })

  test('TLS 1.1 fails, and TLS 1.2 does not', async () => {
    const old = {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    } as const
    const report = await lookFor(id, { server: old })
    expect(told(report)).toContain('TLSv1.1')
    expect(report.ok).toBe(false)
    const middle = await lookFor(id, { server: { maxVersion: 'TLSv1.2' } })
    expect(middle).toMatchObject({ ok: true, observed: expect.stringContaining('TLSv1.2') })
  })

  test('a server that speaks no TLS fails, and one that never speaks', async () => {
    const plain = `https://localhost:${await serveHttp(healthy)}`
    expect(reportOf(await probeInChild(program, plain, plan), id)).toMatchObject({ ok: false })
    const mute = `https://localhost:${await listen(net.createServer(() => {}))}`
    const options = { timeoutSeconds: 0.5 }
    const report = reportOf(await probeInChild(program, mute, plan, { options }), id)
    expect(told(report)).toContain('no answer in time')
  })
})

describe('certificate-lasts', () => {
  test.each([
    ['of 90 days with 20 left passes', -70, 20, true],
    ['of 90 days with 10 left fails', -80, 10, false],
    ['of 6 days with 3 left passes', -3, 3, true],
    ['of 6 days with half a day left fails', -5.5, 0.5, false],
  ])('one %s, and the rest is looked at', async (_, from, until, ok) => {
    const reports = await look({ certificate: { from, until } })
    expect(reports.filter((report) => !report.ok).map(({ probe }) => probe.id)).toEqual(
      ok ? [] : ['certificate-lasts'],
    )
  })
})

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
    [502, '502 Bad Gateway', /127\.0\.0\.1.*another port.*start command.*diagnose.*audit/],
    [503, '503 Service Temporarily Unavailable', /No instance is ready.*diagnose/],
    [504, '504 Gateway Time-out', /did not answer in time.*diagnose/],
    [404, '404 Not Found', /no service for this host/],
    [521, 'Web server is down', /Cloudflare does not reach/],
  ])('%i of whatever stands in front is explained', async (status, title, reason) => {
    const answer = answering(status, { Server: 'nginx' }, nginxPage(title))
    const report = await lookFor(id, { answer })
    expect(report).toMatchObject({ ok: false, observed: expect.stringContaining('from nginx') })
    expect(told(report)).toMatch(reason)
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
    const report = await lookFor(id, { answer: () => {}, options: { timeoutSeconds: 0.5 } })
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
    expect(told(report)).toContain('the median answer takes 0.4 s')
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
