import type { RequestListener } from 'node:http'
import net from 'node:net'
import { describe, expect, test } from 'vitest'
import type { CertificateOptions } from '../../support/certificates.ts'
import { reportOf } from '../../support/deployed.ts'
import { healthy, look, lookAt, lookFor, type Scene, told } from '../../support/deployed-scene.ts'
import { freePort, listen, serveHttp } from '../../support/far-server.ts'

describe('accepts-connections', () => {
  test('a port where nothing listens is the fault of the service', async () => {
    const url = `https://localhost:${await freePort()}`
    const reports = await lookAt(url)
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
    expect(reportOf(reports, 'answers-health')).toMatchObject({ unseen: 'earlier' })
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
    expect(reportOf(await lookAt(plain), id)).toMatchObject({ ok: false })
    const answering = net.createServer((socket) => {
      // What it gets is no HTTP either, and the connection is reset.
      socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n')
    })
    const unspoken = reportOf(await lookAt(`https://localhost:${await listen(answering)}`), id)
    expect(told(unspoken)).toMatch(/^TLS at localhost:\d+: what answers there does not speak it/)
    const mute = `https://localhost:${await listen(net.createServer(() => {}))}`
    const report = reportOf(await lookAt(mute, { timeoutSeconds: 3 }), id)
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
