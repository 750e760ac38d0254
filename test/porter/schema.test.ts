import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  crossFieldProblems,
  findPorterProblems,
  type PorterApp,
  type PorterService,
  porterApp,
} from '../../src/porter/schema.ts'

type Fields = Record<string, unknown>

const resources = { run: '', cpuCores: 0.5, ramMegabytes: 512 }
const web = (more: Fields = {}) => ({ name: 'web', type: 'web', port: 8080, ...resources, ...more })
const worker = (more: Fields = {}) => ({ name: 'queue', type: 'worker', ...resources, ...more })
const job = (more: Fields = {}) => ({ name: 'nightly', type: 'job', ...resources, ...more })
const app = (more: Fields = {}) => ({
  version: 'v2',
  name: 'shop',
  build: { method: 'docker', context: '.', dockerfile: './Dockerfile' },
  services: [web()],
  ...more,
})
const only = (service: Fields) => app({ services: [service] })

const check = { enabled: true, httpPath: '/health', timeoutSeconds: 1, initialDelaySeconds: 0 }
const commandCheck = { enabled: true, command: 'python live.py', timeoutSeconds: 5 }
const everywhere = {
  gpuCoresNvidia: 1,
  port: 8080,
  nodeGroup: '123e4567-e89b-12d3-a456-426614174000',
  connections: [
    { type: 'awsRole', role: 'shop-s3' },
    { type: 'azureManagedIdentity', identityName: 'shop', resourceGroup: 'prod' },
    { type: 'gcpServiceAccount', serviceAccountEmail: 'shop@p.iam.gserviceaccount.com' },
    {
      type: 'cloudSql',
      config: {
        cloudSqlConnectionName: 'project-1:us-east1:db',
        cloudSqlDatabasePort: 5432,
        cloudSqlServiceAccount: 'shop',
      },
    },
    { type: 'disk', config: { diskName: 'cache' } },
  ],
  terminationGracePeriodSeconds: 45,
  serviceMeshEnabled: true,
  metricsScraping: { enabled: true, path: '/metrics', port: 9090, scrapeIntervalSeconds: 60 },
  sleep: false,
}
const scaling = {
  enabled: true,
  minInstances: 1,
  maxInstances: 10,
  cpuThresholdPercent: 1,
  memoryThresholdPercent: 100,
  customAutoscaling: {
    prometheusMetricCustomAutoscaling: {
      metricName: 'http_requests',
      threshold: 0.5,
      query: 'rate(http_requests_total[5m])',
    },
  },
  temporalAutoscaling: {
    temporalIntegrationId: '550e8400-e29b-41d4-a716-446655440000',
    taskQueue: 'mail',
    targetQueueSize: 10,
  },
}
const full = app({
  services: [
    web({
      ...everywhere,
      instances: 2,
      autoscaling: scaling,
      livenessCheck: check,
      readinessCheck: check,
      startupCheck: check,
      domains: [{ name: 'shop.example.com' }, { name: '*.example.com' }],
      loadBalancers: ['public_lb', 'private_lb', 'public_alb'],
      private: false,
      disableTLS: false,
      ingressAnnotations: { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '120' },
      pathRouting: [
        { path: '/', port: 8080 },
        { path: '/auth/', port: 80, serviceName: 'auth', appName: 'auth-app' },
      ],
      pathRoutingConfig: { rewriteMode: 'rewrite-off' },
    }),
    web({ name: 'admin', private: true, healthCheck: check }),
    worker({ ...everywhere, instances: 0, autoscaling: scaling, healthCheck: commandCheck }),
    job({
      ...everywhere,
      run: 'python report.py --all',
      cron: '*/10 0-6,22 1 jan-mar MON-FRI',
      suspendCron: true,
      allowConcurrent: false,
      timeoutSeconds: 3600,
    }),
  ],
  env: { LOG_LEVEL: 'info', PORT: '8080' },
  envGroups: ['production'],
  predeploy: { run: 'python manage.py migrate', cpuCores: 0.5, ramMegabytes: 512 },
  initialDeploy: { run: 'python manage.py seed', cpuCores: 0.25, ramMegabytes: 256 },
  autoRollback: { enabled: true },
  efsStorage: { enabled: true },
})

const at = (document: unknown) => findPorterProblems(document).map(({ path }) => path.join('.'))
const passes = (document: unknown) => expect(findPorterProblems(document)).toEqual([])
/** Exactly these places are named, in any order. */
const catches = (document: unknown, ...paths: string[]) =>
  expect(at(document).sort()).toEqual([...paths].sort())

/** Every map in a document, with its path. */
function maps(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, child]) =>
    maps(child, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return Array.isArray(value) ? inner : [path, ...inner]
}

describe('documented keys', () => {
  test('a document with every key is accepted, and typed', () => {
    passes(full)
    const parsed: PorterApp = porterApp.parse(full)
    expect(parsed).toEqual(full)
    expectTypeOf<PorterApp['services'][number]>().toEqualTypeOf<PorterService>()
  })

  test('buildpacks and a ready image are accepted', () => {
    const pack = { method: 'pack', context: '.', builder: 'heroku/builder:24' }
    passes(app({ build: { ...pack, buildpacks: ['heroku/python'] } }))
    passes(app({ build: undefined, image: { repository: 'registry/shop', tag: '1.0' } }))
    passes(app({ build: undefined, image: { repository: 'registry/shop' } }))
  })

  const closed = maps(full).filter((path) => !/^env$|ingressAnnotations$/.test(path.join('.')))
  test.each(closed.map((path) => [path.join('.') || 'top', path]))(
    'an unknown key in %s is refused',
    (_, path) => {
      const document = JSON.parse(JSON.stringify(full)) // no shared parts, unlike structuredClone
      const map = (path as string[]).reduce<Fields>((here, key) => here[key] as Fields, document)
      map.zzzzzzzzzz = 1
      catches(document, [...(path as string[]), 'zzzzzzzzzz'].join('.'))
    },
  )

  test('required keys are asked for, each by name', () => {
    catches({ version: 'v2' }, 'name', 'services', '')
    catches(
      only({ type: 'web' }),
      ...['name', 'run', 'cpuCores', 'ramMegabytes', 'port'].map((key) => `services.0.${key}`),
    )
    catches(app({ predeploy: {} }), 'predeploy.run')
    catches(app({ autoRollback: {} }), 'autoRollback.enabled')
    catches(only(web({ autoscaling: {} })), 'services.0.autoscaling.enabled')
  })

  test.each([undefined, null, [], 'text', 3])('%j is not a document', (value) => catches(value, ''))
})

describe('unknown keys are explained', () => {
  const fixOf = (document: unknown) => findPorterProblems(document).map(({ fix }) => fix)
  const suggests = (document: unknown, key: string) =>
    expect(fixOf(document)).toEqual([`Did you mean ${key}?`])

  test('misspelt keys get a suggestion', () => {
    suggests(app({ envgroups: ['a'] }), 'envGroups')
    suggests(app({ build: { ...app().build, dockerFile: 'x' } }), 'dockerfile')
    suggests(only(web({ instance: 1 })), 'instances')
    suggests(only(web({ healthcheck: check })), 'healthCheck')
    suggests(only(web({ healthCheck: { ...check, timeoutSecond: 1 } })), 'timeoutSeconds')
    suggests(only(web({ autoscaling: { enabled: true, minInstance: 1 } })), 'minInstances')
    suggests(only(web({ domains: [{ name: 'a.example.com', nam: 1 }] })), 'name')
    suggests(only(job({ cron: '0 0 * * *', suspendCorn: true })), 'suspendCron')
  })

  test('misspelt values get one too', () => {
    suggests(app({ version: 'V2' }), 'v2')
    suggests(only(web({ type: 'webb' })), 'web')
    suggests(only(web({ loadBalancers: ['public_ld'] })), 'public_lb')
  })

  test('obsolete and misplaced keys are named as such', () => {
    const said = (document: unknown) => findPorterProblems(document)[0]?.message
    expect(said(only(web({ loadBalancerConfig: { mode: 'public_lb' } })))).toContain('obsolete')
    expect(said(only(web({ cron: '0 0 * * *' })))).toContain('belongs to a job service')
    expect(said(only(job({ suspendCron: true, instances: 1 })))).toContain('web or worker')
    expect(said(only(web({ env: {} })))).toContain('belongs to the app')
    expect(said(app({ instances: 1 }))).toContain('belongs to a service')
  })

  test('another format gets one problem that names it', () => {
    const cnab = findPorterProblems({ name: 'x', version: '0.1.0', mixins: ['exec'], install: [] })
    expect(cnab).toHaveLength(1)
    expect(cnab[0]?.message).toContain('getporter.org')
    catches({ install: [{ exec: {} }] }, 'install')
    catches({ apps: [app()] }, 'apps')
    catches(app({ install: [] }), 'install')
  })

  test('values of env are not repeated', () => {
    const [problem] = findPorterProblems(app({ env: { PIN: 90210 } }))
    expect(problem?.path).toEqual(['env', 'PIN'])
    expect(JSON.stringify(problem)).not.toContain('90210')
  })
})

/** [rule, service, places named beneath the service] */
const serviceCases: [string, Fields, string[]][] = [
  ['one letter', web({ name: 'a' }), []],
  ['31 characters', web({ name: `a${'-'.repeat(29)}9` }), []],
  ['32 characters', web({ name: 'a'.repeat(32) }), ['name']],
  ['a capital', web({ name: 'Web' }), ['name']],
  ['a hyphen at the end', web({ name: 'web-' }), ['name']],
  ['a line break in a name', web({ name: 'web\n' }), ['name']],
  ['gunicorn', web({ name: 'gunicorn' }), ['name']],
  ['uvicorn', worker({ name: 'uvicorn' }), ['name']],
  ['gunicorn within a name', web({ name: 'gunicorn-web' }), []],
  ['no type', { ...web(), type: undefined }, ['type']],
  ['an unknown type', web({ type: 'cron' }), ['type']],
  ['no cores', web({ cpuCores: 0 }), ['cpuCores']],
  ['cores as text', web({ cpuCores: '0.5' }), ['cpuCores']],
  ['infinite cores', web({ cpuCores: Number.POSITIVE_INFINITY }), ['cpuCores']],
  ['no memory', web({ ramMegabytes: 0 }), ['ramMegabytes']],
  ['half a megabyte', web({ ramMegabytes: 0.5 }), ['ramMegabytes']],
  ['an absurd number, told once', web({ ramMegabytes: 1e300 }), ['ramMegabytes']],
  ['no instances', web({ instances: 0 }), []],
  ['negative instances', web({ instances: -1 }), ['instances']],
  ['port 0', web({ port: 0 }), ['port']],
  ['port 65536', web({ port: 65536 }), ['port']],
  ['port as text', web({ port: '8080' }), ['port']],
  ['a node group by name', web({ nodeGroup: 'gpu' }), ['nodeGroup']],
  ['a domain with a scheme', web({ domains: [{ name: 'https://a.b' }] }), ['domains.0.name']],
  ['min = max', web({ autoscaling: { enabled: true, minInstances: 2, maxInstances: 2 } }), []],
  [
    'min > max',
    web({ autoscaling: { enabled: true, minInstances: 3, maxInstances: 2 } }),
    ['autoscaling.minInstances'],
  ],
  [
    'percentages out of range',
    web({ autoscaling: { enabled: true, cpuThresholdPercent: 0, memoryThresholdPercent: 101 } }),
    ['autoscaling.cpuThresholdPercent', 'autoscaling.memoryThresholdPercent'],
  ],
  ['healthCheck alone', web({ healthCheck: check }), []],
  ['both styles', web({ healthCheck: check, readinessCheck: check }), ['healthCheck']],
  ['path and command', web({ startupCheck: { ...check, command: 'x' } }), ['startupCheck']],
  ['nothing to check', worker({ livenessCheck: { enabled: true } }), ['livenessCheck']],
  ['a check that is off', worker({ livenessCheck: { enabled: false } }), []],
  ['a relative path', web({ healthCheck: { ...check, httpPath: 'up' } }), ['healthCheck.httpPath']],
  [
    'times below their minimum',
    web({ healthCheck: { ...check, timeoutSeconds: 0, initialDelaySeconds: -1 } }),
    ['healthCheck.timeoutSeconds', 'healthCheck.initialDelaySeconds'],
  ],
  [
    'a check in shell',
    worker({ healthCheck: { enabled: true, command: 'test -f a && true' } }),
    ['healthCheck.command'],
  ],
  ['private beside load balancers', web({ private: true, loadBalancers: [] }), ['private']],
  ['private: false beside them', web({ private: false, loadBalancers: ['private_lb'] }), []],
  ['no load balancer', web({ loadBalancers: [] }), []],
  [
    'a load balancer twice',
    web({ loadBalancers: ['public_lb', 'public_lb'] }),
    ['loadBalancers.1'],
  ],
  ['a number as annotation', web({ ingressAnnotations: { a: 60 } }), ['ingressAnnotations.a']],
  ['no route for the port', web({ pathRouting: [{ path: '/', port: 1 }] }), ['pathRouting']],
  [
    'a route to an app, no service',
    web({ pathRouting: [{ path: '/', port: 8080, appName: 'b' }] }),
    ['pathRouting.0'],
  ],
  [
    'two roles',
    worker({ connections: [1, 2].map((n) => ({ type: 'awsRole', role: `r${n}` })) }),
    ['connections.1'],
  ],
  ['a job without cron', job(), ['']],
  ['a job without cron, not suspended', job({ suspendCron: false }), ['']],
  ['a manual job', job({ suspendCron: true }), []],
  ['endless timeout', job({ suspendCron: true, timeoutSeconds: 0 }), ['timeoutSeconds']],
]

test.each(serviceCases)('service: %s', (_, service, places) => {
  catches(
    only(service),
    ...places.map((place) => ['services', 0, place].join('.').replace(/\.$/, '')),
  )
})

test.each([
  ['0 0 * * *', true],
  ['*/5 * * * *', true],
  ['0 9 * * 1-5', true],
  ['0 0 1,15 JAN sun', true],
  ['* * * *', false],
  ['0 0 0 * * *', false],
  ['@daily', false],
  ['', false],
  ['60 * * * *', false],
  ['* 24 * * *', false],
  ['* * 0 * *', false],
  ['* * * 13 *', false],
  ['* * * * 7', false],
  ['5-1 * * * *', false],
  ['*/0 * * * *', false],
  ['a b c d e', false],
  ['0\u00a03 * * *', false],
])('cron %j: %s', (cron, good) => {
  catches(only(job({ cron })), ...(good ? [] : ['services.0.cron']))
})

describe('an empty command', () => {
  test('is the CMD of the image for a service', () => passes(only(worker({ run: '' }))))
  test('would start the server in a predeploy', () =>
    catches(app({ predeploy: { run: '' } }), 'predeploy.run'))
  test('would start the server in a check', () =>
    catches(
      only(worker({ healthCheck: { enabled: true, command: '' } })),
      'services.0.healthCheck.command',
    ))
})

describe('rules of the app', () => {
  const image = { repository: 'registry/shop' }
  const pack = { method: 'pack', context: '.', builder: 'heroku/builder:24' }
  const appCases: [string, unknown, string[]][] = [
    ['build and image', app({ image }), ['image']],
    ['neither', app({ build: undefined }), ['']],
    ['docker without a file', app({ build: { method: 'docker', context: '.' } }), ['build']],
    ['pack without a builder', app({ build: { ...pack, builder: undefined } }), ['build']],
    ['pack with a file', app({ build: { ...pack, dockerfile: 'D' } }), ['build.dockerfile']],
    ['an absolute context', app({ build: { ...pack, context: '/src' } }), ['build.context']],
    ['another method', app({ build: { ...pack, method: 'nix' } }), ['build.method']],
    [
      'a tag that YAML read as a number',
      app({ build: undefined, image: { ...image, tag: 1 } }),
      ['image.tag'],
    ],
    ['another version', app({ version: 2 }), ['version']],
    ['a bad name', app({ name: 'Shop_1' }), ['name']],
    ['an app may be called gunicorn', app({ name: 'gunicorn' }), []],
    ['no services', app({ services: [] }), ['services']],
    [
      'two services of one name',
      app({ services: [web(), worker({ name: 'web' })] }),
      ['services.1.name'],
    ],
    [
      'env that is no string',
      app({ env: { A: 1, B: true, C: null } }),
      ['env.A', 'env.B', 'env.C'],
    ],
    ['a variable name with a space', app({ env: { 'A B': '1' } }), ['env.A B']],
    ['env groups of the 2024 form', app({ envGroups: [{ name: 'a' }] }), ['envGroups.0']],
  ]
  test.each(appCases)('%s', (_, document, places) => catches(document, ...places))
})

test('a wrong type hides no rule across fields', () => {
  const service = web({
    port: 'x',
    private: true,
    loadBalancers: ['public_lb'],
    healthCheck: check,
  })
  const document = app({
    name: 7,
    image: {},
    services: [{ ...service, livenessCheck: check }, 'x'],
  })
  catches(
    document,
    ...['name', 'image', 'image.repository', 'services.0.port', 'services.0.private'],
    ...['services.0.healthCheck', 'services.1'],
  )
  expect(crossFieldProblems(document).map(({ path }) => path.join('.'))).toEqual([
    'image',
    'services.0.healthCheck',
    'services.0.private',
  ])
})

test('every problem says what and what to do', () => {
  const broken = app({
    name: 1,
    zz: 1,
    env: { A: 1 },
    services: [web({ run: 'a && b', port: 0 }), job()],
  })
  for (const { message, fix } of findPorterProblems(broken)) {
    expect(message).toMatch(/^\S.*\.$/)
    expect(fix).toMatch(/^[A-Z].*[.?]$/)
    expect(`${message}${fix}`).not.toMatch(/undefined|Invalid input|\[object/)
  }
})
