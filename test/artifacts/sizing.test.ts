import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { autoWorkers } from '../../src/facts/sizing.ts'
import { cgroupTrees } from '../support/cgroup-trees.ts'
import { renderDescription } from '../support/examples.ts'
import { PythonProcess, pythonWith } from '../support/python.ts'
import { temporaryFolder } from '../support/temporary.ts'

interface Sized {
  readonly quota: number | null
  readonly memory: number | null
  readonly workers: number
  readonly threads: number
  readonly timeout: number
  readonly worker_connections: number
  readonly notes: readonly string[]
}

interface Machine {
  readonly cores?: number
  readonly membership?: string
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** More of hoptix.yaml. */
  readonly description?: string
}

let python: PythonProcess
beforeAll(() => {
  // Its modules are imported by gunicorn.conf.py.
  const program = new URL('../support/sizing.py', import.meta.url).pathname
  python = new PythonProcess(pythonWith(['gunicorn==26.2.0']), program)
}, 120_000)
afterAll(() => python?.close())

/** What gunicorn.conf.py makes of a machine that is only files. */
function sizeOn({ cores = 64, membership = '', files = {}, env = {}, description = '' }: Machine) {
  const groups = Object.entries(files).map(([path, text]) => [`sys/fs/cgroup/${path}`, text])
  const tree = { 'proc/self/cgroup': membership, ...Object.fromEntries(groups) }
  const { artifacts } = renderDescription(`name: a\napp: app:app\n${description}`)
  const source = artifacts.find(({ path }) => path === 'gunicorn.conf.py')?.content
  return python.ask<Sized>({ source, root: temporaryFolder(tree), cores, env })
}

describe('gunicorn.conf.py reads what control groups grant', () => {
  test.each(cgroupTrees.map((tree) => [tree.name, tree] as const))(
    '%s',
    async (_, { membership, files, quota = null, memory = null }) => {
      expect(await sizeOn({ membership, files })).toMatchObject({ quota, memory, notes: [] })
    },
  )
})

const half = 'resources: {cpu: 0.5, memory: 512}\n'
const large = 'resources: {cpu: 16, memory: 16384}\n'

describe('gunicorn.conf.py counts workers', () => {
  test.each<[string, Machine, number]>([
    ['64 cores without a quota: the declared half core', { description: half }, 2],
    [
      '64 cores without a quota: memory holds fewer than the cores',
      { description: 'resources: {cpu: 8, memory: 1024}\n' },
      4,
    ],
    ['a tenth of a core', { description: large, files: { 'cpu.max': '10000 100000\n' } }, 2],
    [
      'a quota below what is declared',
      { description: large, files: { 'cpu.max': '150000 100000\n' } },
      5,
    ],
    [
      'a quota above what is declared',
      { description: half, files: { 'cpu.max': '800000 100000\n' } },
      2,
    ],
    ['a machine with fewer cores than declared', { description: large, cores: 2 }, 5],
    ['never more than 12', { description: large }, 12],
    [
      'memory below what is declared',
      { description: large, files: { 'memory.max': '805306368\n' } },
      3,
    ],
    ['less memory than one worker wants', { files: { 'memory.max': '100663296\n' } }, 1],
  ])('%s', async (_, machine, workers) => {
    const seen = await sizeOn({ membership: '0::/\n', ...machine })
    expect(seen).toMatchObject({ workers, notes: [] })
  })

  test('as `plan` does, for whatever is declared', async () => {
    for (const [cpu, memory] of [
      [0.1, 128],
      [0.5, 512],
      [1, 1024],
      [1.5, 4096],
      [4, 2048],
      [8, 32_768],
    ] as const) {
      const description = `resources: {cpu: ${cpu}, memory: ${memory}}\n`
      expect((await sizeOn({ description })).workers).toBe(autoWorkers(cpu, memory))
    }
  })
})

describe('gunicorn.conf.py lets the environment change a number as far as it can hold', () => {
  const quarter = { membership: '0::/\n', files: { 'memory.max': '268435456\n' } }
  test.each<[string, Machine, Partial<Sized>]>([
    [
      'workers capped by the declared memory',
      { env: { GUNICORN_WORKERS: '64' } },
      {
        workers: 8,
        notes: ['Workers lowered from 64 to 8: each needs 128 MiB, and there are 1024 MiB.'],
      },
    ],
    [
      "workers capped by the container's memory",
      { ...quarter, env: { GUNICORN_WORKERS: '4' } },
      {
        workers: 2,
        notes: ['Workers lowered from 4 to 2: each needs 128 MiB, and there are 256 MiB.'],
      },
    ],
    [
      'planned workers too',
      { ...quarter, description: 'workers: 6\nresources: {cpu: 2, memory: 2048}\n' },
      {
        workers: 2,
        notes: ['Workers lowered from 6 to 2: each needs 128 MiB, and there are 256 MiB.'],
      },
    ],
    ['workers that fit', { env: { GUNICORN_WORKERS: '7' } }, { workers: 7, notes: [] }],
    [
      'workers that are none',
      { env: { GUNICORN_WORKERS: 'tcp://10.0.0.1:80' } },
      {
        workers: 3,
        notes: [
          "GUNICORN_WORKERS='tcp://10.0.0.1:80' is ignored: it must be a whole number from 1 to 64. Using 3.",
        ],
      },
    ],
    [
      'a timeout longer than the ingress waits',
      { env: { GUNICORN_TIMEOUT: '3600' } },
      {
        timeout: 125,
        notes: [
          'Timeout lowered from 3600 to 125: the ingress waits 125 s; raise timeout in hoptix.yaml.',
        ],
      },
    ],
    [
      'threads, and the connections with them',
      { env: { GUNICORN_THREADS: '8' } },
      { threads: 8, worker_connections: 80, notes: [] },
    ],
  ])('%s', async (_, machine, expected) => {
    const description = machine.description ?? 'resources: {cpu: 1, memory: 1024}\n'
    expect(await sizeOn({ ...machine, description })).toMatchObject(expected)
  })
})
