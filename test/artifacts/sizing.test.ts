import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gunicornVersion } from '../../src/facts/servers.ts'
import { autoWorkers } from '../../src/facts/sizing.ts'
import { parsePrintedConfig } from '../../src/verify/expected-config.ts'
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

const gunicorn = `gunicorn==${gunicornVersion}`

let python: PythonProcess
beforeAll(() => {
  // Its modules are imported by gunicorn.conf.py.
  const program = new URL('../support/sizing.py', import.meta.url).pathname
  python = new PythonProcess(pythonWith([gunicorn]), program)
}, 120_000)
afterAll(() => python?.close())

/** The part of a machine that is only files. */
function treeOf({ membership, files = {} }: Machine): string {
  const groups = Object.entries(files).map(([path, text]) => [`sys/fs/cgroup/${path}`, text])
  const proc = membership === undefined ? {} : { 'proc/self/cgroup': membership }
  return temporaryFolder({ ...proc, ...Object.fromEntries(groups) })
}

function render(description = ''): string {
  const { artifacts } = renderDescription(`name: a\napp: app:app\n${description}`)
  return artifacts.find(({ path }) => path === 'gunicorn.conf.py')?.content ?? ''
}

/** What gunicorn.conf.py makes of a machine. */
function sizeOn({ cores = 64, env = {}, ...machine }: Machine, root = treeOf(machine)) {
  return python.ask<Sized>({ source: render(machine.description), root, cores, env })
}

const one = 'resources: {cpu: 1, memory: 1024}\n'
/** Every file that may hold a limit, where no group is nested. */
const read = ['cpu.max', 'memory.max', 'cpu/cpu.cfs_quota_us', 'memory/memory.limit_in_bytes'].map(
  (path) => `sys/fs/cgroup/${path}`,
)

describe('gunicorn.conf.py reads what control groups grant', () => {
  test.each(cgroupTrees.map((tree) => [tree.name, tree] as const))(
    '%s',
    async (_, { membership, files, quota = null, memory = null }) => {
      expect(await sizeOn({ membership, files })).toMatchObject({ quota, memory, notes: [] })
    },
  )

  test('no /proc and no /sys', async () => {
    const nothing = { quota: null, memory: null, workers: 3, notes: [] }
    expect(await sizeOn({ description: one })).toMatchObject(nothing)
  })

  test('folders in the place of files', async () => {
    const root = temporaryFolder()
    for (const path of ['proc/self/cgroup', ...read])
      mkdirSync(join(root, path), { recursive: true })
    expect(await sizeOn({ description: one }, root)).toMatchObject({ quota: null, memory: null })
  })

  test('bytes that are no text', async () => {
    const root = temporaryFolder({ 'proc/self/cgroup': '' })
    for (const path of ['proc/self/cgroup', ...read]) {
      mkdirSync(join(root, path, '..'), { recursive: true })
      writeFileSync(join(root, path), Buffer.from([0x30, 0x3a, 0x3a, 0x2f, 0xff, 0xfe, 0x00, 0x0a]))
    }
    const seen = await sizeOn({ description: one }, root)
    expect(seen).toMatchObject({ quota: null, memory: null, workers: 3, notes: [] })
  })
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
    const description = machine.description ?? one
    expect(await sizeOn({ ...machine, description })).toMatchObject(expected)
  })
})

describe('gunicorn itself', () => {
  /** The settings it prints, started as in the image but for the folders of the control groups. */
  function print(machine: Machine, variables: Readonly<Record<string, string>> = {}) {
    const root = treeOf(machine)
    const app = 'def app(environ, start_response):\n    raise NotImplementedError\n'
    writeFileSync(join(root, 'app.py'), app)
    const source = render(machine.description)
    const fitted = source.replaceAll(/"(?=\/proc\/self\/cgroup"|\/sys\/fs\/cgroup")/g, `"${root}`)
    expect(fitted.split(root).length).toBeGreaterThan(2)
    writeFileSync(join(root, 'gunicorn.conf.py'), fitted)
    const printed = execFileSync(
      pythonWith([gunicorn]),
      ['-m', 'gunicorn', '--print-config', '-c', 'gunicorn.conf.py', 'app:app'],
      { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'], ...variables } },
    )
    return Object.fromEntries(parsePrintedConfig(printed.split('\n')))
  }

  const tenth: Machine = {
    description: 'resources: {cpu: 1, memory: 1024}\nthreads: 6\n',
    membership: '0::/pod/app\n',
    files: { 'pod/cpu.max': '10000 100000\n', 'pod/app/cpu.max': 'max 100000\n' },
  }

  test.each<[string, Machine, Readonly<Record<string, string>>, string]>([
    ['a tenth of a core, granted above', tenth, {}, '2'],
    ['memory for one', { ...tenth, files: { 'pod/memory.max': '268435456\n' } }, {}, '1'],
    [
      'version 1',
      {
        ...tenth,
        membership: '5:memory:/\n',
        files: { 'memory/memory.limit_in_bytes': '268435456\n' },
      },
      {},
      '1',
    ],
    ["a variable of gunicorn's own changes nothing", tenth, { WEB_CONCURRENCY: '33' }, '2'],
    ['what is asked for at run time', tenth, { GUNICORN_WORKERS: '4' }, '4'],
  ])('%s', (_, machine, variables, workers) => {
    const seen = print(machine, variables)
    expect(seen).toMatchObject({ workers, threads: '6', worker_connections: '60' })
  })
})
