import { describe, expect, test } from 'vitest'
import { type ManagerId, managers } from '../../src/facts/managers.ts'
import { type ProfileId, profileIds, profiles } from '../../src/facts/profiles.ts'
import { gunicornVersion } from '../../src/facts/servers.ts'
import {
  autoWorkers,
  explainAutoWorkers,
  minimumMiBPerWorker,
  plannedMiBPerWorker,
} from '../../src/facts/sizing.ts'
import {
  defaultProxySeconds,
  exitSeconds,
  graceMarginSeconds,
  preStopSeconds,
  proxyIdleSeconds,
  proxyTimeout,
  terminationGracePeriod,
} from '../../src/facts/timing.ts'
import { formatLocation } from '../../src/findings/finding.ts'
import { buildPlan } from '../../src/plan/build.ts'
import type { Plan, Sourced } from '../../src/plan/plan.ts'
import { planSections } from '../../src/plan/sections.ts'
import { settings } from '../../src/spec/schema.ts'
import { minimal, serviceOf } from '../spec/describe.ts'

function planOf(lines = ''): Plan {
  return buildPlan(serviceOf(minimal + lines))
}

/** A description in which nearly every key is written. */
const full = `root: backend
appDir: src
framework: django
python: "3.12"
port: 8000
profile: high-traffic
threads: 3
gracefulTimeout: 60
keepAlive: 90
maxRequests: 1000
logLevel: warning
logFormat: json
cors:
  origins: [https://app.example.com]
  maxAge: 60
health: {path: /healthz, answeredBy: app, startupSeconds: 90}
dependencies: {manager: uv, files: [pyproject.toml, uv.lock]}
system: {packages: [ffmpeg], buildPackages: [gcc]}
image:
  base: python:3.12-slim-bookworm
  build: [make]
  ignore: ["*.csv"]
  env: {A: b}
  path: [/opt/tools]
  writable: [/app/uploads]
env: {LOG_SQL: "false"}
envGroups: [secrets]
requires: [DATABASE_URL]
resources: {cpu: 2, memory: 4096, gpu: 1}
autoscaling: {min: 2}
domains: [shop.example.com]
ingress: {maxBodySize: 100m, responseHeaderBuffer: 16k}
predeploy: python manage.py migrate
porter: {file: deploy/porter.yaml, service: api}
guide: false
`

const derivedKeys = [
  'contextFolder',
  'imageFolder',
  'workersAtStart',
  'workerClass',
  'workerConnections',
  'backlog',
  'memoryEstimate',
  'memoryPerWorker',
  'proxyTimeout',
  'terminationGracePeriod',
  'serverRequirements',
] as const

const examples: readonly (readonly [string, string])[] = [
  ['of the smallest description', ''],
  ['of a full description', full],
  ['without cross-origin requests', 'cors: none\n'],
  ['that scales', 'autoscaling: {}\n'],
  ['of fixed workers', 'workers: 4\ninstances: 3\n'],
  ['of a private service', 'private: true\n'],
]

describe('a value', () => {
  test('that is not written is the default of its setting', () => {
    const plan = planOf()
    for (const { key, default: value } of settings) {
      const sourced = (plan as Partial<Record<string, Sourced<unknown>>>)[key]
      if (sourced?.origin !== 'default' || key === 'cors') continue
      expect(sourced.value, key).toEqual(value)
      expect(sourced.where, key).toBeUndefined()
    }
  })

  test.each(
    Object.entries({
      name: 'description',
      app: 'description',
      root: 'default',
      port: 'default',
      profile: 'default',
      workers: 'profile',
      threads: 'profile',
      timeout: 'profile',
      keepAlive: 'default',
      cors: 'default',
      autoscaling: 'default',
      'health.path': 'default',
      'resources.cpu': 'default',
      'resources.gpu': 'default',
      'dependencies.manager': 'default',
      'dependencies.files': 'derived',
      'image.base': 'derived',
      workersAtStart: 'derived',
      serverRequirements: 'derived',
    } as const),
  )('%s of the smallest description is from: %s', (key, origin) => {
    expect(planOf()[key as keyof Plan].origin).toBe(origin)
  })

  test('that is written says where', () => {
    const plan = planOf(full)
    const places: Partial<Record<keyof Plan, string>> = {
      name: 'hoptix.yaml:1:7',
      app: 'hoptix.yaml:2:6',
      root: 'hoptix.yaml:3:7',
      python: 'hoptix.yaml:6:9',
      threads: 'hoptix.yaml:9:10',
      cors: 'hoptix.yaml:16:3',
      'health.path': 'hoptix.yaml:18:16',
      'dependencies.files': 'hoptix.yaml:19:36',
      'image.base': 'hoptix.yaml:22:9',
      'image.env': 'hoptix.yaml:25:8',
      env: 'hoptix.yaml:28:6',
      'resources.memory': 'hoptix.yaml:31:29',
      autoscaling: 'hoptix.yaml:32:14',
      predeploy: 'hoptix.yaml:35:12',
      guide: 'hoptix.yaml:37:8',
    }
    for (const [key, place] of Object.entries(places)) {
      const { origin, where, because } = plan[key as keyof Plan]
      expect(origin, key).toBe('description')
      expect(where && formatLocation(where), key).toBe(place)
      expect(because, key).toContain(place)
    }
  })

  test('that an alias or a merge key brings says where it is really written', () => {
    const plan = planOf('env: &e\n  A: x\nimage:\n  env: {<<: *e}\nresources: {cpu: 1}\n')
    expect(plan['image.env'].value).toEqual({ A: 'x' })
    expect(plan['image.env'].where).toMatchObject({ line: 6 })
  })

  test('always has a reason, and a place only when it is written', () => {
    for (const [, lines] of examples) {
      for (const [key, { origin, where, because }] of Object.entries(planOf(lines))) {
        expect(because, key).toMatch(/\S/)
        expect(where !== undefined, key).toBe(origin === 'description')
      }
    }
  })

  test('stands in every plan for every setting that is no group, and for what follows', () => {
    const lists = ['dependencies.indexes', 'dependencies.steps']
    const whole = ['cors', 'autoscaling', 'processes', 'porter.extra', ...lists]
    const isInside = (key: string) => whole.some((group) => key.startsWith(`${group}.`))
    const keys = settings
      .filter(({ key, group }) => whole.includes(key) || !(group || isInside(key)))
      .map(({ key }) => key)
    for (const [, lines] of examples) {
      expect(Object.keys(planOf(lines)).sort()).toEqual([...keys, ...derivedKeys].sort())
    }
  })

  test('that equals its default is from the description once it is written', () => {
    const plan = planOf('port: 8080\nthreads: 2\ndependencies: {files: [requirements.txt]}\n')
    for (const key of ['port', 'threads', 'dependencies.files'] as const) {
      expect(plan[key].origin).toBe('description')
    }
  })
})

describe('a profile', () => {
  const table: Record<ProfileId, readonly [number | 'auto', number, number]> = {
    balanced: ['auto', 2, 120],
    'high-traffic': [8, 4, 180],
    'low-resource': [2, 2, 120],
    'cpu-bound': ['auto', 1, 120],
    'io-bound': ['auto', 4, 120],
  }

  test.each(profileIds)('%s presets workers, threads and timeout', (id) => {
    const plan = planOf(`profile: ${id}\n`)
    const { workers, threads, timeout } = plan
    expect([workers.value, threads.value, timeout.value]).toEqual(table[id])
    for (const { origin, because } of [workers, threads, timeout]) {
      expect(origin).toBe('profile')
      expect(because).toContain(id)
    }
    expect(plan.profile.origin).toBe('description')
  })

  test.each(profileIds)('%s gives way to a key that is written, before or behind it', (id) => {
    const explicit = 'workers: 3\nthreads: 7\ntimeout: 33\n'
    for (const lines of [`profile: ${id}\n${explicit}`, `${explicit}profile: ${id}\n`]) {
      const { workers, threads, timeout, workersAtStart } = planOf(lines)
      expect([workers.value, threads.value, timeout.value]).toEqual([3, 7, 33])
      expect(workersAtStart.value).toBe(3)
      for (const { origin } of [workers, threads, timeout]) expect(origin).toBe('description')
    }
  })

  test('gives way key by key', () => {
    const { workers, threads, timeout } = planOf('profile: high-traffic\nthreads: 1\n')
    expect([workers.value, threads.value, timeout.value]).toEqual([8, 1, 180])
    expect([workers.origin, threads.origin, timeout.origin]).toEqual([
      'profile',
      'description',
      'profile',
    ])
  })

  test('of automatic workers gives way to the word itself', () => {
    const { workers, workersAtStart } = planOf('profile: high-traffic\nworkers: auto\n')
    expect(workers).toMatchObject({ value: 'auto', origin: 'description' })
    expect(workersAtStart.value).toBe(2)
  })

  test('fits into the memory that a service has by default', () => {
    const memory = Number(settings.find(({ key }) => key === 'resources.memory')?.default)
    for (const { workers } of Object.values(profiles)) {
      if (workers !== 'auto') expect(workers * minimumMiBPerWorker).toBeLessThanOrEqual(memory)
    }
  })
})

describe('automatic workers', () => {
  const plenty = 65_536

  test.each([
    [0.1, plenty, 2],
    [0.25, plenty, 2],
    [0.5, plenty, 2],
    [0.99, plenty, 2],
    [1, plenty, 3],
    [1.01, plenty, 5],
    [1.5, plenty, 5],
    [2, plenty, 5],
    [2.5, plenty, 7],
    [4, plenty, 9],
    [5, plenty, 11],
    [5.5, plenty, 12],
    [6, plenty, 12],
    [64, plenty, 12],
    [64, 262_144, 12],
    [0.5, 1024, 2],
    [0.5, 512, 2],
    [0.5, 511, 1],
    [0.5, 256, 1],
    [0.1, 128, 1],
    [64, 128, 1],
    [64, 512, 2],
    [64, 3071, 11],
    [64, 3072, 12],
    [1, 767, 2],
    [1, 768, 3],
    [2, 1024, 4],
    [2, 1280, 5],
    [4, 2048, 8],
  ])('of %s cores and %s MB are so many: %s', (cpu, memory, workers) => {
    expect(autoWorkers(cpu, memory)).toBe(workers)
    const plan = planOf(`resources: {cpu: ${cpu}, memory: ${memory}}\n`)
    expect(plan.workersAtStart).toMatchObject({ value: workers, origin: 'derived' })
    expect(plan.workers.value).toBe('auto')
  })

  test('never grow when cores or memory shrink, and are from 1 to 12', () => {
    const cores = [0.1, 0.5, 1, 2, 3.3, 5, 8, 64]
    const memories = [128, 256, 511, 512, 1024, 3072, 262_144]
    const table = cores.map((cpu) => memories.map((memory) => autoWorkers(cpu, memory)))
    const columns = memories.map((_, column) => table.map((row) => row[column] ?? 0))
    for (const line of [...table, ...columns]) {
      expect(line).toEqual([...line].sort((a, b) => a - b))
      expect(Math.min(...line)).toBeGreaterThanOrEqual(1)
      expect(Math.max(...line)).toBeLessThanOrEqual(12)
    }
  })

  test('are explained with the numbers they come from', () => {
    expect(explainAutoWorkers(2, 1024)).toContain('2 x 2 + 1 = 5')
    expect(explainAutoWorkers(2, 1024)).toContain('1024 MB hold 4')
    expect(planOf().workersAtStart.because).toBe(explainAutoWorkers(0.5, 1024))
  })

  test('need the memory that is planned for each', () => {
    const plan = planOf('resources: {cpu: 2, memory: 4096}\n')
    expect(plan.memoryEstimate.value).toBe(5 * plannedMiBPerWorker)
    expect(plan.memoryPerWorker.value).toBe(Math.floor(4096 / 5))
  })

  test('give way to a number, whatever the cores are', () => {
    const plan = planOf('workers: 8\nresources: {cpu: 0.1, memory: 1024}\n')
    expect(plan.workersAtStart.value).toBe(8)
    expect(plan.memoryPerWorker.value).toBe(128)
  })
})

describe('threads', () => {
  test.each([
    [1, 10],
    [2, 20],
    [64, 640],
  ])('%s in each worker hold %s connections, more than there are threads', (threads, held) => {
    const plan = planOf(`threads: ${threads}\n`)
    expect(plan.workerConnections.value).toBe(held)
    expect(plan.workerClass.value).toBe('gthread')
  })
})

describe('the chain of waits', () => {
  test.each([
    [1, 60],
    [54, 60],
    [55, 60],
    [56, 61],
    [60, 65],
    [120, 125],
    [180, 185],
    [3600, 3605],
  ])('with a timeout of %s s lets the proxy wait %s s', (timeout, proxy) => {
    expect(proxyTimeout(timeout)).toBe(proxy)
    expect(planOf(`timeout: ${timeout}\n`).proxyTimeout.value).toBe(proxy)
  })

  test.each([
    [1, 16],
    [30, 45],
    [60, 75],
    [600, 615],
  ])('with a graceful timeout of %s s gives the instance %s s to end', (graceful, period) => {
    expect(terminationGracePeriod(graceful)).toBe(period)
    expect(planOf(`gracefulTimeout: ${graceful}\n`).terminationGracePeriod.value).toBe(period)
  })

  test('by default is 120 s for the app, 125 s for the proxy, 30 s to drain and 45 s to end', () => {
    const {
      timeout,
      proxyTimeout: proxy,
      gracefulTimeout,
      terminationGracePeriod: grace,
    } = planOf()
    expect([timeout.value, proxy.value, gracefulTimeout.value, grace.value]).toEqual([
      120, 125, 30, 45,
    ])
  })

  test('outlives at every link the one behind it', () => {
    for (const seconds of [1, 30, 59, 60, 61, 600, 3600]) {
      expect(proxyTimeout(seconds)).toBeGreaterThan(seconds)
      expect(proxyTimeout(seconds)).toBeGreaterThanOrEqual(defaultProxySeconds)
      expect(terminationGracePeriod(seconds)).toBeGreaterThanOrEqual(preStopSeconds + seconds + 5)
    }
    expect(planOf().keepAlive.value).toBeGreaterThan(proxyIdleSeconds)
    expect(planOf('keepAlive: 61\n').keepAlive.value).toBeGreaterThan(proxyIdleSeconds)
  })

  test('explains the grace period with its terms', () => {
    const { because } = planOf('gracefulTimeout: 77\n').terminationGracePeriod
    const terms = (because.match(/[0-9]+/g) ?? []).map(Number)
    expect(terms).toEqual([preStopSeconds, 77, exitSeconds, graceMarginSeconds])
    expect(terms.reduce((sum, term) => sum + term, 0)).toBe(terminationGracePeriod(77))
  })
})

describe('what depends on another setting', () => {
  test.each(Object.keys(managers) as ManagerId[])('is the files of %s', (manager) => {
    const { 'dependencies.files': files } = planOf(`dependencies: {manager: ${manager}}\n`)
    expect(files).toMatchObject({ value: managers[manager].files, origin: 'derived' })
    expect(files.because).toContain(manager)
  })

  test.each(['3.11', '3.12', '3.13', '3.14', '3.15'])('is the image of Python %s', (python) => {
    expect(planOf(`python: "${python}"\n`)['image.base']).toMatchObject({
      value: `python:${python}-slim-trixie`,
      origin: 'derived',
    })
  })

  test('is the pinned server', () => {
    expect(planOf().serverRequirements.value).toEqual([`gunicorn==${gunicornVersion}`])
  })
})

describe('rules for other origins', () => {
  const defaults = {
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    headers: ['Authorization', 'Content-Type'],
    exposeHeaders: [],
    maxAge: 600,
  }

  test("are the app's own when nothing is written", () => {
    expect(planOf().cors).toMatchObject({ value: 'app', origin: 'default' })
  })

  test('deny everybody when they say none', () => {
    expect(planOf('cors: none\n').cors).toMatchObject({
      value: { origins: [], credentials: false },
      origin: 'description',
    })
  })

  test('are complete once origins are written', () => {
    const { cors } = planOf('cors: {origins: [https://a.example.com]}\n')
    expect(cors.value).toEqual({ origins: ['https://a.example.com'], ...defaults })
  })

  test('keep every key that is written', () => {
    const { cors } = planOf(
      'cors: {origins: ["*"], methods: [GET], headers: [X-A], exposeHeaders: [X-B], maxAge: 0}\n',
    )
    expect(cors.value).toEqual({
      origins: ['*'],
      credentials: false,
      methods: ['GET'],
      headers: ['X-A'],
      exposeHeaders: ['X-B'],
      maxAge: 0,
    })
  })
})

describe('autoscaling', () => {
  test('is off when it is not written', () => {
    expect(planOf().autoscaling).toMatchObject({ value: undefined, origin: 'default' })
  })

  test.each([
    ['{}', { min: 1, max: 10, cpu: 60, memory: 60 }],
    ['{min: 2}', { min: 2, max: 10, cpu: 60, memory: 60 }],
    ['{min: 2, max: 3, cpu: 70, memory: 80}', { min: 2, max: 3, cpu: 70, memory: 80 }],
  ])('is complete once it is written: %s', (written, value) => {
    expect(planOf(`autoscaling: ${written}\n`).autoscaling.value).toEqual(value)
  })
})

describe.each(examples)('a plan %s', (_what, lines) => {
  const plan = planOf(lines)

  test('is the same after a trip through JSON', () => {
    const again = JSON.parse(JSON.stringify(plan)) as Plan
    expect(again).toEqual(plan)
    expect(Object.keys(again)).toEqual(Object.keys(plan))
    expect(planSections(again)).toEqual(planSections(plan))
  })

  test('is the same when it is made again', () => {
    expect(JSON.stringify(planOf(lines))).toBe(JSON.stringify(plan))
  })

  test('shows each of its values exactly once', () => {
    const shown = planSections(plan).flatMap(({ rows }) => rows.map(({ key }) => key))
    expect([...shown].sort()).toEqual(Object.keys(plan).sort())
    expect(new Set(shown).size).toBe(shown.length)
  })

  test('shows every value and its source in words, on one line', () => {
    for (const { title, rows } of planSections(plan)) {
      expect(title).toMatch(/^[A-Z]/)
      for (const { key, value, source } of rows) {
        expect(value, key).toMatch(/^\S.*$/)
        expect(value, key).not.toMatch(/undefined|null|\[object|NaN/)
        expect(source, key).toMatch(/^\S.*$/)
      }
    }
  })

  test('names the variables that override a running server, and only those', () => {
    const overrides = planSections(plan).flatMap(({ rows }) =>
      rows.flatMap(({ key, override }) => (override ? [[key, override]] : [])),
    )
    expect(Object.fromEntries(overrides)).toEqual({
      workers: 'GUNICORN_WORKERS',
      threads: 'GUNICORN_THREADS',
      timeout: 'GUNICORN_TIMEOUT',
      logLevel: 'GUNICORN_LOG_LEVEL',
    })
  })
})

test('a service of processes shows a framework only when somebody named one', () => {
  const jobs = 'name: jobs\nprocesses: [{name: mails, type: worker, command: run mails}]\n'
  const keysOf = (text: string) =>
    planSections(buildPlan(serviceOf(text))).flatMap(({ rows }) => rows.map(({ key }) => key))
  expect(keysOf(jobs)).not.toContain('framework')
  expect(keysOf(`${jobs}framework: django\n`)).toContain('framework')
})
