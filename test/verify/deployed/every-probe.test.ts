import net from 'node:net'
import { expect, test } from 'vitest'
import { probeDeployed } from '../../../src/verify/deployed/probe-deployed.ts'
import { deployedProbes } from '../../../src/verify/deployed/probes/index.ts'
import { healthy, look, plan, withCors } from '../../support/deployed-scene.ts'
import { listen } from '../../support/far-server.ts'

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

test('whoever gives up is not told that the service failed', async () => {
  const mute = new URL(`https://localhost:${await listen(net.createServer(() => {}))}`)
  const reported: string[] = []
  const giveUp = new AbortController()
  const probing = probeDeployed(mute, plan, {
    signal: giveUp.signal,
    onReport: ({ probe }) => {
      reported.push(probe.id)
      setTimeout(() => giveUp.abort(), 50)
    },
  })
  await expect(probing).rejects.toThrow(/aborted/)
  expect(reported).toEqual(['accepts-connections'])
})
