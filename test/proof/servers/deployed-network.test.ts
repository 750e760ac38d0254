import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Network, openOwnNetwork } from '../../../src/io/network.ts'
import { buildDeployedChild, probeInChild } from '../../support/deployed.ts'
import { renderDescription } from '../../support/examples.ts'
import { mustSkip } from '../../support/real-server.ts'
import { keptFolder } from '../../support/temporary.ts'

/** A name server that knows no name, and starts the rest of its words once it is there. */
const nameServer = `
import dgram from 'node:dgram'
import { spawn } from 'node:child_process'
const socket = dgram.createSocket('udp4')
socket.on('message', (query, { port, address }) => {
  query[2] = 0x81
  query[3] = 0x83 // NXDOMAIN
  socket.send(query, port, address)
})
socket.bind(53, '127.0.0.1', () => {
  const [file, ...words] = process.argv.slice(2)
  spawn(file, words, { stdio: 'inherit' }).on('exit', () => process.exit())
})
`

const skip = await mustSkip('what a machine without network says of a deployed service')

describe.skipIf(skip)('a deployed service, from a machine', () => {
  const folder = keptFolder()
  const resolver = join(folder, 'resolv.conf')
  const server = join(folder, 'name-server.mjs')
  const [plan] = renderDescription('name: shop\napp: app:app\n').plans
  let program: string
  let network: Network | undefined

  beforeAll(async () => {
    program = await buildDeployedChild(folder)
    network = await openOwnNetwork()
    writeFileSync(resolver, 'nameserver 127.0.0.1\noptions attempts:2 timeout:10\n')
    writeFileSync(server, nameServer)
  })
  afterAll(() => network?.close())

  async function look(host: string, enter: readonly string[]) {
    if (!plan) throw new Error('no plan')
    return probeInChild(program, `https://${host}`, plan, { enter })
  }

  /** In a network of its own, asking the name server at 127.0.0.1. */
  function inside(): string[] {
    const mount = 'mount --bind "$0" /etc/resolv.conf && exec "$@"'
    return [...(network?.enter ?? []), 'sh', '-c', mount, resolver]
  }

  test.each(['api.example.com', '203.0.113.9', '[2001:db8::9]'])(
    'without any network proves nothing: %s',
    async (host) => {
      const reports = await look(host, ['unshare', '--net'])
      expect(reports.filter((report) => !('unseen' in report))).toEqual([])
      expect(reports[0]?.observed).toContain('this machine has no network')
    },
  )

  test('without a route to it proves nothing', async () => {
    const [first] = await look('203.0.113.9', inside())
    expect(first).toMatchObject({
      unseen: 'machine',
      observed: expect.stringContaining('no route'),
    })
  })

  test('without a name server that answers proves nothing', async () => {
    const [first] = await look('api.example.com', inside())
    expect(first).toMatchObject({
      unseen: 'machine',
      observed: expect.stringContaining('name server'),
    })
  })

  test('whose name server knows no such name fails: the domain is not set up', async () => {
    const [first] = await look('api.example.com', [...inside(), process.execPath, server])
    expect(first).toMatchObject({ ok: false, probe: { id: 'accepts-connections' } })
    expect(first).not.toHaveProperty('unseen')
    expect(first && 'hits' in first ? first.hits : []).toEqual([
      expect.stringContaining('DNS has no address for the name'),
    ])
  })

  test('whose neighbour has no server there fails: somebody did answer', async () => {
    const neighbour = network?.address.replace(/\d+$/, (last) => `${Number(last) - 1}`) ?? ''
    const [first] = await look(neighbour, inside())
    expect(first).toMatchObject({ ok: false })
    expect(first).not.toHaveProperty('unseen')
    expect(first && 'hits' in first ? first.hits : []).toEqual([expect.stringContaining('refused')])
  })
})
