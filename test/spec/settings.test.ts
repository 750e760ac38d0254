import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type * as z from 'zod/mini'
import { clearedVariables } from '../../src/facts/environment.ts'
import { findSetting, serviceSchema, settings } from '../../src/spec/schema.ts'
import { findingsOf, load, placesOf } from './describe.ts'

const uuid = '7d3f1c52-0b8e-4f6a-9a41-2c5d8e6b7f90'

/** Other keys that a value needs beside it, so that no rule about the pair is broken. */
const companions: Record<string, Record<string, unknown>> = {
  'processes.cron': { 'processes.type': 'job' },
  'processes.timeout': { 'processes.type': 'job' },
  'processes.porter.extra.allowConcurrent': { 'processes.type': 'job' },
  'processes.porter.extra.autoscaling': { 'processes.autoscaling.max': 3 },
  'processes.autoscaling.min': { 'processes.autoscaling.max': 100 },
  'porter.extra.autoscaling': { 'autoscaling.max': 3 },
  'cors.credentials': { 'cors.origins': ['https://app.example.com'] },
  'cors.methods': { 'cors.origins': ['https://app.example.com'] },
  'cors.headers': { 'cors.origins': ['https://app.example.com'] },
  'cors.exposeHeaders': { 'cors.origins': ['https://app.example.com'] },
  'cors.maxAge': { 'cors.origins': ['https://app.example.com'] },
  'autoscaling.min': { 'autoscaling.max': 100 },
  workers: { 'resources.memory': 64 * 128 },
  ci: { 'porter.project': 1, 'porter.cluster': 2, 'porter.deploymentTarget': uuid },
}

/** What an item of a list needs beside the key in question. */
const items: Record<string, object> = {
  processes: { name: 'mails', type: 'worker', command: 'run' },
  'dependencies.indexes': { url: 'https://wheels.example.com/simple', packages: ['torch==2.9.0'] },
  'dependencies.steps': { packages: ['numpy==2.3.0'] },
}

/** Both ends of every range, and the step to the next value. */
const ranges: Record<string, { min: number; max: number; step?: number }> = {
  port: { min: 1024, max: 65_535 },
  workers: { min: 1, max: 64 },
  threads: { min: 1, max: 64 },
  timeout: { min: 1, max: 3600 },
  gracefulTimeout: { min: 1, max: 600 },
  keepAlive: { min: 61, max: 3600 },
  maxRequests: { min: 0, max: 1_000_000 },
  'cors.maxAge': { min: 0, max: 86_400 },
  'health.startupSeconds': { min: 1, max: 600 },
  'resources.cpu': { min: 0.1, max: 64, step: 0.01 },
  'resources.memory': { min: 128, max: 262_144 },
  'resources.gpu': { min: 1, max: 8 },
  instances: { min: 1, max: 100 },
  'autoscaling.min': { min: 1, max: 100 },
  'autoscaling.max': { min: 1, max: 100 },
  'autoscaling.cpu': { min: 1, max: 100 },
  'autoscaling.memory': { min: 1, max: 100 },
  'porter.project': { min: 1, max: 2_147_483_647 },
  'porter.cluster': { min: 1, max: 2_147_483_647 },
  'processes.timeout': { min: 1, max: 604_800 },
  'processes.instances': { min: 1, max: 100 },
  'processes.autoscaling.min': { min: 1, max: 100 },
  'processes.autoscaling.max': { min: 1, max: 100 },
  'processes.autoscaling.cpu': { min: 1, max: 100 },
  'processes.autoscaling.memory': { min: 1, max: 100 },
  'processes.resources.cpu': { min: 0.1, max: 64, step: 0.01 },
  'processes.resources.memory': { min: 128, max: 262_144 },
  'processes.resources.gpu': { min: 1, max: 8 },
  'processes.porter.extra.terminationGracePeriodSeconds': { min: 1, max: 86_400 },
}

const notText = [1, true, null, ['x'], { x: 'y' }]
const notFlag = ['yes', 'true', 1, null, [], {}]
const notMap = ['x', 1, true, null, [], { unknownKey: 1 }]
const names = ['', 'Shop', 'my_shop', '-shop', 'shop-', 'my shop', 'shop.a', 'x'.repeat(32)]
const folders = [
  '',
  '/srv',
  '..',
  'a/../b',
  '../a',
  'a//b',
  './a',
  'a/',
  'a/.',
  'a\\b',
  'a b',
  '-a',
]
const files = [...folders, '.', 'a:b', '$A']
const variables = ['', '1A', 'A-B', 'A B', 'A=B', 'É', 'A.B']
const owned = ['PATH', 'HOME', 'PORT', 'WEB_CONCURRENCY', 'GUNICORN_CMD_ARGS', 'PYTHONHOME']
const containerPaths = ['', 'uploads', './x', '/', '/a/', '/a//b', '/a/../b', '/a b', '/a:b', '/$A']
const packages = ['', 'x', 'GCC', 'lib pq5', 'gcc=', '-gcc', 'gcc;ls', 'gcc==1']
const indexUrls = [
  ...['', 'pypi', 'http://a.example.com/simple', 'ftp://a.example.com', 'https://'],
  ...['https://reader:x@a.example.com', 'https://token@a.example.com', 'https://a.example.com?x=1'],
  ...['https://a.example.com/#x', 'https://a.example.com/a b', 'https://A.example.com', '$INDEX'],
  ...['https://a.example.com:0', 'https://a.example.com:123456', 'file:///srv', 1],
]
const pins = [
  ...['', 'torch', 'torch>=1', 'torch==', 'torch===1', 'torch==1.*', 'torch == 1', '==1', 1],
  ...['torch==1,<2', 'torch[x]==1', 'torch==1; a', '-torch==1', 'torch==v1', 'torch@https://a.b'],
  ...['a==1 b==2', 'a==1\\', 'a==$(id)'],
]
const sizes = ['', '50', '0m', '50M', '50mb', '-1m', '1.5m', '50 m', 50]
const commands = ['', ' ', 1, null, ['make']]
const counts = ['2', 1.5, true, null, [], {}]
const percents = ['60', '60%', 0.6, true, null, [], {}]
const schedules = ['', '@daily', '0 3 * *', '0 3 * * * *', '60 3 * * *', '0 3 * * 7', 3, null, []]
const connections = [
  ...['awsRole', null, [1], {}],
  ...[{ type: 'awsrole', role: 'a' }, { type: 'awsRole' }, { type: 'awsRole', role: '' }].map(
    (connection) => [connection],
  ),
]
const scrapings = [...notMap, { enabled: 'yes' }, { path: '/m' }, { enabled: true, path: 'm' }]
const otherScalings = [...notMap, { minInstances: 1 }, { customAutoscaling: {} }]

/** Of both kinds of `porter.extra`: all that our own settings write is refused there. */
const extras = [
  ...notMap,
  ...['name', 'type', 'run', 'port', 'instances', 'livenessCheck', 'healthCheck', 'cpuCores'].map(
    (key) => ({ [key]: 'x' }),
  ),
]

/** Values that each key refuses; numbers and their ranges are added to them. */
const refused: Record<string, readonly unknown[]> = {
  name: [...notText, ...names, 'gunicorn', 'uvicorn'],
  root: [...notText, ...folders],
  app: [
    ...notText,
    ...[
      '',
      'app',
      'app.py',
      ':app',
      'app:',
      'app:app()x',
      'app:create(1)',
      'app-x:app',
      'a:b:c',
      'app:app.server',
    ],
    ...['1app:app', '.app:app', 'app..x:app', 'app.:app', 'app: app', 'app:app ', 'app/x:app'],
  ],
  appDir: [...notText, ...folders],
  context: [...notText, '', 'Service', 'repo', 'root'],
  framework: [...notText, '', 'Flask', 'rails'],
  python: [3.13, 3, '', '3', '3.10', '3.13.1', '3.16', '2.7', 'latest', null, ['3.13']],
  port: ['8080', 'http', '', 8080.5, null, [8080], {}],
  profile: [...notText, '', 'Balanced', 'fast'],
  workers: ['4', 'Auto', '', 1.5, true, null, [2], {}],
  threads: ['2', 'auto', 1.5, true, null, [2], {}],
  timeout: ['120', '120s', 1.5, true, null, [], {}],
  gracefulTimeout: ['30', 1.5, true, null, [], {}],
  keepAlive: ['75', 75.5, true, null, [], {}],
  maxRequests: ['1000', 1.5, true, null, [], {}],
  logLevel: [...notText, '', 'INFO', 'warn', 'trace'],
  logFormat: [...notText, '', 'JSON', 'logfmt'],
  cors: ['x', 'None', '*', 1, true, null, [], {}, { origins: null }, { allow: ['*'] }],
  'cors.origins': [[], '*', null, [1], {}],
  'cors.credentials': notFlag,
  'cors.methods': ['GET', [], null, [''], ['GET POST'], ['GET,POST'], [1]],
  'cors.headers': ['X-A', [], null, [''], ['X A'], ['X-A:'], ['X-A\u00e9']],
  'cors.exposeHeaders': ['X-A', null, [''], ['X A'], ['X-A: 1']],
  'cors.maxAge': ['600', 1.5, true, null, [], {}],
  health: notMap,
  'health.path': [
    ...notText,
    ...['', 'health', '//', '/a//b', '/a?b', '/a#b', '/a b', '/%41', '/é', 'http://x/health'],
  ],
  'health.answeredBy': [...notText, '', 'App', 'nobody'],
  'health.startupSeconds': ['60', 1.5, true, null, [], {}],
  dependencies: notMap,
  'dependencies.manager': [...notText, '', 'Pip', 'conda'],
  'dependencies.files': ['requirements.txt', [], null, [1], ...files.map((file) => [file])],
  'dependencies.indexes': [
    ...['https://a.example.com', null, {}, [null], ['https://a.example.com'], [{}]],
    ...[
      { url: 'https://a.example.com' },
      { packages: ['a==1'] },
      { url: 'https://a.example.com', packages: [] },
      { url: 'https://a.example.com', packages: ['a==1'], name: 'x' },
    ].map((index) => [index]),
    ...indexUrls.map((url) => [{ url, packages: ['a==1'] }]),
    ...pins.map((pin) => [{ url: 'https://a.example.com', packages: [pin] }]),
  ],
  'dependencies.indexes.url': [...notText, ...indexUrls],
  'dependencies.indexes.packages': ['a==1', null, [], [1], ...pins.map((pin) => [pin])],
  'dependencies.steps': [
    ...['a==1', null, {}, [null], ['a==1'], [{}]],
    ...[
      { packages: [] },
      { packages: 'a==1' },
      { isolation: false },
      { packages: ['a==1'], isolation: 'no' },
      { packages: ['a==1'], url: 'https://a.example.com' },
    ].map((step) => [step]),
    ...indexUrls.map((index) => [{ index, packages: ['a==1'] }]),
    ...pins.map((pin) => [{ packages: [pin] }]),
  ],
  'dependencies.steps.packages': ['a==1', null, [], [1], ...pins.map((pin) => [pin])],
  'dependencies.steps.index': [...notText, ...indexUrls],
  'dependencies.steps.isolation': notFlag,
  'dependencies.indexSecret': [
    ...notText,
    ...['', 'a b', 'a,target=/x', 'a=b', '-a', '.a', 'a/b', '$A', 'x'.repeat(64)],
  ],
  system: notMap,
  'system.packages': ['gcc', null, [1], ...packages.map((name) => [name])],
  'system.buildPackages': ['gcc', null, [1], ...packages.map((name) => [name])],
  image: notMap,
  'image.base': [
    ...notText,
    ...[
      '',
      'python',
      'Python:3.13',
      'python:',
      'python:3.13 AS x',
      ':3.13',
      'registry:5000/python',
    ],
    ...['python@sha256:abc', 'python:3.13@md5:0', 'a b:1', 'python:-x', '$X:1'],
    ...['python::3.13', 'a//b:1', 'python:3.12:3.13', 'a..b:1'],
  ],
  'image.build': ['make', null, ...commands.map((command) => [command])],
  'image.ignore': [
    ...['*.csv', null, [1], ['']],
    ...[
      '*',
      '**',
      '.',
      '..',
      '?',
      '-x',
      '!keep',
      '/docs',
      'docs/',
      'docs/*',
      'a b',
      '#x',
      '[ab]',
    ].map((entry) => [entry]),
  ],
  'image.env': ['A=x', ['A=x'], null, { A: 1 }, { A: null }, ...bad([...variables, ...owned])],
  'image.path': ['/x', null, [1], ...containerPaths.map((path) => [path])],
  'image.writable': ['/x', null, [1], ...containerPaths.map((path) => [path])],
  env: ['A=x', ['A=x'], null, { A: 1 }, { A: true }, ...bad([...variables, ...owned])],
  envGroups: ['secrets', null, [1], ...names.map((name) => [name])],
  requires: ['A', null, [1], ...variables.map((name) => [name])],
  resources: notMap,
  'resources.cpu': ['1', '500m', true, null, [], {}],
  'resources.memory': ['1024', '1Gi', 512.5, true, null, [], {}],
  'resources.gpu': ['1', 0.5, true, null, [], {}],
  instances: ['2', 1.5, true, null, [], {}],
  autoscaling: [...notMap, false],
  'autoscaling.min': ['2', 1.5, true, null, [], {}],
  'autoscaling.max': ['2', 1.5, true, null, [], {}],
  'autoscaling.cpu': ['60', '60%', 0.6, true, null, [], {}],
  'autoscaling.memory': ['60', '60%', 0.6, true, null, [], {}],
  domains: [
    ...['a.example.com', null, [1], {}],
    ...[
      ...[
        '',
        'example',
        'https://a.example.com',
        'A.example.com',
        'a.example.com/',
        'a_b.example.com',
      ],
      ...[
        'a.example.com:443',
        '*.example.com',
        '.example.com',
        'a..example.com',
        '10.0.0.1',
        '-a.io',
      ],
      ...[`${'a'.repeat(64)}.example.com`, `${'a.'.repeat(127)}com`],
    ].map((domain) => [domain]),
  ],
  private: notFlag,
  ingress: notMap,
  'ingress.maxBodySize': [...notText, ...sizes],
  'ingress.responseHeaderBuffer': [...notText, ...sizes],
  predeploy: commands,
  processes: ['worker', 1, null, {}, [1], [null], [{}], [{ name: 'a', type: 'job' }]],
  'processes.name': [...notText, ...names, 'gunicorn', 'uvicorn'],
  'processes.type': [...notText, '', 'Worker', 'web', 'cron'],
  'processes.command': commands,
  'processes.cron': schedules,
  'processes.timeout': ['900', '15m', 1.5, true, null, [], {}],
  'processes.instances': counts,
  'processes.autoscaling': [...notMap, false],
  'processes.autoscaling.min': counts,
  'processes.autoscaling.max': counts,
  'processes.autoscaling.cpu': percents,
  'processes.autoscaling.memory': percents,
  'processes.resources': notMap,
  'processes.resources.cpu': ['1', '500m', true, null, [], {}],
  'processes.resources.memory': ['1024', '1Gi', 512.5, true, null, [], {}],
  'processes.resources.gpu': ['1', 0.5, true, null, [], {}],
  'processes.porter': [...notMap, { file: 'x.yaml' }, { service: 'api' }],
  'processes.porter.extra': [...extras, { loadBalancers: [] }, { efsStorage: { enabled: true } }],
  'processes.porter.extra.nodeGroup': [...notText, '', 'gpu', '2f1c1f0e'],
  'processes.porter.extra.connections': connections,
  'processes.porter.extra.serviceMeshEnabled': notFlag,
  'processes.porter.extra.metricsScraping': scrapings,
  'processes.porter.extra.sleep': notFlag,
  'processes.porter.extra.autoscaling': otherScalings,
  'processes.porter.extra.terminationGracePeriodSeconds': ['60', 1.5, true, null, [], {}],
  'processes.porter.extra.allowConcurrent': notFlag,
  porter: notMap,
  'porter.file': [...notText, ...files],
  'porter.service': [...notText, ...names, 'gunicorn', 'uvicorn'],
  'porter.project': [...notText.slice(1), 0, -1, 1.5, '1', '1 # ', '\u0024{{ github.token }}'],
  'porter.cluster': [...notText.slice(1), 0, -1, 1.5, '1', '1 # ', '\u0024{{ github.token }}'],
  'porter.deploymentTarget': [
    ...notText,
    ...['', 'default', '7d3f1c52', `${uuid}0`, `x${uuid}`, ` ${uuid}`, uuid.replace('7d', '7g')],
    `${uuid.slice(0, -1)}\n`,
    '\u0024{{ secrets.A }}',
  ],
  'porter.extra': [...extras, { terminationGracePeriodSeconds: 60 }, { private: true }],
  'porter.extra.initialDeploy': [...notMap, {}, { run: '' }, { run: 'a && b' }],
  'porter.extra.autoRollback': [...notMap, {}, { enabled: 'yes' }],
  'porter.extra.efsStorage': [...notMap, {}, { enabled: 1 }],
  'porter.extra.nodeGroup': [...notText, '', 'gpu', '2f1c1f0e'],
  'porter.extra.connections': connections,
  'porter.extra.serviceMeshEnabled': notFlag,
  'porter.extra.metricsScraping': scrapings,
  'porter.extra.sleep': notFlag,
  'porter.extra.autoscaling': otherScalings,
  'porter.extra.loadBalancers': ['public_lb', null, ['public'], [1], {}],
  'porter.extra.disableTLS': notFlag,
  'porter.extra.ingressAnnotations': [
    'x',
    null,
    [],
    { a: 1 },
    { a: null },
    { '': 'x' },
    { 'a b': 'x' },
  ],
  'porter.extra.pathRouting': ['/', null, {}, [{}], [{ path: 'x', port: 8080 }], [{ path: '/' }]],
  'porter.extra.pathRoutingConfig': [...notMap, {}, { rewriteMode: 'off' }],
  ci: [...notText, '', 'gitlab', 'GitHub', 'true'],
  templates: [...notText, ...folders],
  guide: notFlag,
}

/** Origins that no browser sends, or that would let everybody in. */
const badOrigins = [
  ...[
    '',
    'null',
    'app.example.com',
    'https://',
    'https://app.example.com/',
    'HTTPS://a.example.com',
  ],
  ...['https://App.example.com', 'https://a.example.com/x', 'https://u:p@a.example.com', '**'],
  ...['https://a.example.com:443', 'http://a.example.com:80', 'https://a.example.com:70000'],
  ...[
    'https://*',
    'https://a.*.com',
    'https://*a.example.com',
    'https://a.example.com,https://b.io',
  ],
  ...['https://a.example.com?x', 'https://a_b.example.com', 'https://a.example.com:080', '*.a.io'],
]

const goodOrigins = [
  ...['https://app.example.com', 'http://localhost:3000', 'https://a.example.com:8443'],
  ...['https://*.example.com', 'http://127.0.0.1:5173', 'http://[::1]:3000'],
  ...['capacitor://localhost', 'chrome-extension://abcdefghijklmnop', '*'],
]

describe('the settings', () => {
  test('tell about every key of the schema', () => {
    expect(settings.map(({ key }) => key)).toEqual(schemaKeys(serviceSchema))
  })

  test('have one entry for each key', () => {
    expect(new Set(settings.map(({ key }) => key)).size).toBe(settings.length)
  })

  test('are found by their keys, and nothing else is', () => {
    for (const setting of settings) expect(findSetting(setting.key)).toBe(setting)
    for (const key of ['', 'cors.', 'origins', 'constructor', '__proto__']) {
      expect(findSetting(key)).toBeUndefined()
    }
  })

  test('have refused values here for every key', () => {
    expect(Object.keys(refused)).toEqual(settings.map(({ key }) => key))
  })

  test('have a range here for every key that takes a number', () => {
    const numeric = settings.filter(({ examples }) => typeof examples[0] === 'number')
    expect(Object.keys(ranges).sort()).toEqual(numeric.map(({ key }) => key).sort())
  })
})

describe.each(settings.map((setting) => [setting.key, setting] as const))('%s', (key, setting) => {
  test('is described in a sentence that ends with a period', () => {
    expect(setting.description).toMatch(/^[A-Z].*\.$/)
    expect(setting.accepts).toMatch(/[^.\s]$/)
    expect(setting.examples.length).toBeGreaterThan(0)
  })

  test('takes each of its examples', () => {
    for (const example of setting.examples) {
      expect(placesOf(describing(key, example)), JSON.stringify(example)).toEqual([])
    }
  })

  test('takes its default, or says in words what it is', () => {
    if (setting.default !== undefined) {
      expect(placesOf(describing(key, setting.default))).toEqual([])
    } else if (!setting.required && !setting.group) {
      expect(setting.defaultNote ?? key).toMatch(/\S/)
    }
  })

  test('is refused, at its value, when it is something else', () => {
    const accepted = (refused[key] ?? []).filter((value) => {
      const places = placesOf(describing(key, value))
      const [line = 0] = places.map((place) => Number(/ ([0-9]+):/.exec(place)?.[1]))
      return line < lineOf(key, value)
    })
    expect(accepted).toEqual([])
  })
})

describe('a range', () => {
  test.each(Object.entries(ranges))('of %s holds at both edges, and not beyond', (key, range) => {
    const step = range.step ?? 1
    expect(placesOf(describing(key, range.min))).toEqual([])
    expect(placesOf(describing(key, range.max))).toEqual([])
    expect(placesOf(describing(key, range.min - step))).toMatchObject([/^spec-value/].map(matching))
    expect(placesOf(describing(key, range.max + step))).toMatchObject([/^spec-value/].map(matching))
  })

  test.each(Object.entries(ranges))('of %s is told in words', (key, { min, max }) => {
    expect(findSetting(key)?.accepts).toContain(`${min}-${max}`)
  })

  test.each(Object.keys(ranges))('of %s has a default with a source or a reason', (key) => {
    const setting = findSetting(key)
    expect(setting?.source ?? setting?.defaultNote).toMatch(/\S/)
  })
})

describe('an origin', () => {
  test.each(goodOrigins)('%j is accepted', (origin) => {
    expect(placesOf(describing('cors.origins', [origin]))).toEqual([])
  })

  test.each(badOrigins)('%j is refused', (origin) => {
    expect(load(describing('cors.origins', [origin])).ok).toBe(false)
  })
})

describe('a variable that the start command clears', () => {
  test.each(clearedVariables)('cannot be required, since it is never set: %s', (name) => {
    expect(load(describing('requires', [name])).ok).toBe(false)
  })

  test.each(clearedVariables)('cannot be set either, and the refusal says why: %s', (name) => {
    const findings = findingsOf(`name: shop\napp: app:app\nenv: {${name}: "1"}\n`)
    expect(findings).toMatchObject([{ rule: 'spec-value', where: { line: 3 } }])
    expect(findings[0]?.message).toContain('the start command clears this variable')
  })

  test.each(['PYTHONHASHSEED', 'PYTHONMALLOC', 'PYTHON_CPU_COUNT'])(
    'is none that services set on purpose: %s',
    (name) => {
      expect(load(describing('env', { [name]: '1' })).ok).toBe(true)
    },
  )
})

describe('a policy for other origins', () => {
  test.each([['{}'], ['{credentials: true}'], ['{maxAge: 60}']])(
    'that names no origins is refused: cors: %s',
    (policy) => {
      expect(findingsOf(`name: shop\napp: app:app\ncors: ${policy}\n`)).toMatchObject([
        { rule: 'spec-required-key', where: { line: 3 } },
      ])
    },
  )
})

/** A valid description but for one value, as YAML. */
function describing(key: string, value: unknown): string {
  const description: Record<string, unknown> = { name: 'shop', app: 'app:app' }
  for (const [list, item] of Object.entries(items))
    if (key.startsWith(`${list}.`)) put(description, list, [{ ...item }])
  for (const [other, needed] of Object.entries(companions[key] ?? {}))
    put(description, other, needed)
  put(description, key, value)
  return stringify(description, { lineWidth: 0 })
}

/** Writes a value at a dotted key; of a list, into its first item. */
function put(parent: Record<string, unknown>, key: string, value: unknown): void {
  const [name = '', ...rest] = key.split('.')
  if (rest.length === 0) {
    parent[name] = value
    return
  }
  const [child = {}] = [parent[name]].flat() as Record<string, unknown>[]
  put(child, rest.join('.'), value)
  parent[name] = Array.isArray(parent[name]) ? [child] : child
}

/** The line of the key itself: its value stands there or further down. */
function lineOf(key: string, value: unknown): number {
  const [name, ...rest] = key.split('.')
  const lines = describing(key, value).split('\n')
  // Names such as `autoscaling` stand in several groups: each is looked for behind its parent.
  return [name, ...rest].reduce((above, step) => {
    const at = lines.findIndex((line, index) => index >= above && isKey(line, step))
    return at + 1
  }, 0)
}

function isKey(line: string, name = ''): boolean {
  return line.replace(/^[ -]+/, '').startsWith(`${name}:`)
}

/** Maps with one variable each, under names that a variable cannot have. */
function bad(variableNames: readonly string[]): Record<string, string>[] {
  return variableNames.map((name) => ({ [name]: 'x' }))
}

function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern)
}

/** Every key of an object schema, parents first, through optional values, lists and unions. */
function schemaKeys(schema: unknown, prefix = ''): string[] {
  const inner = objectIn(schema as z.ZodMiniType)
  return Object.entries(inner?.shape ?? {}).flatMap(([name, child]) => [
    `${prefix}${name}`,
    // What is passed through keeps the format of Porter, whose own schema tells about it.
    ...(prefix.endsWith('porter.extra.') ? [] : schemaKeys(child, `${prefix}${name}.`)),
  ])
}

function objectIn(schema: z.ZodMiniType): z.ZodMiniObject | undefined {
  const { def } = schema as unknown as {
    def: {
      type: string
      innerType?: z.ZodMiniType
      element?: z.ZodMiniType
      options?: z.ZodMiniType[]
    }
  }
  if (def.type === 'object') return schema as z.ZodMiniObject
  if (def.innerType) return objectIn(def.innerType)
  if (def.element) return objectIn(def.element)
  return def.options?.map(objectIn).find((found) => found !== undefined)
}
