import { catches, goodCommand, image, passes, porter, withCarriageReturns } from './cases.ts'

const probe = (name: string, ...fields: string[]): string[] => [
  `${name}:`,
  '  enabled: true',
  ...fields.map((field) => `  ${field}`),
]
const slow = image(
  'HEALTHCHECK --start-period=2m CMD curl http://localhost:8080/health',
  goodCommand,
)

catches(
  'probe-kills-slow-start',
  { 'porter.yaml': porter('run: ""', ...probe('startupCheck', 'httpPath: /')) },
  [{ file: 'porter.yaml', line: 12 }],
)
catches(
  'probe-kills-slow-start',
  { Dockerfile: slow, 'porter.yaml': porter(...probe('livenessCheck', 'initialDelaySeconds: 30')) },
  [{ file: 'porter.yaml', line: 11 }],
)
passes(
  'probe-kills-slow-start',
  { 'porter.yaml': porter(...probe('livenessCheck', 'initialDelaySeconds: 0')) },
  'liveness, which waits for 75 s',
)
passes('probe-kills-slow-start', {
  Dockerfile: slow,
  'porter.yaml': porter(...probe('livenessCheck', 'initialDelaySeconds: 120')),
})
passes('probe-kills-slow-start', { 'porter.yaml': porter('startupCheck:', '  enabled: false') })

catches(
  'probe-timeout-too-short',
  { 'porter.yaml': porter(...probe('livenessCheck')) },
  [{ file: 'porter.yaml', line: 11 }],
  'the default',
)
catches(
  'probe-timeout-too-short',
  {
    'porter.yaml': withCarriageReturns(
      porter(...probe('healthCheck', 'httpPath: "/health"', '"timeoutSeconds": 1')),
    ),
  },
  [{ file: 'porter.yaml', line: 14 }],
)
passes('probe-timeout-too-short', {
  'porter.yaml': porter(...probe('readinessCheck', 'timeoutSeconds: 5')),
})
passes('probe-timeout-too-short', { 'porter.yaml': porter('livenessCheck:', '  enabled: false') })

catches('web-service-without-probes', { 'porter.yaml': porter('run: ""') }, [
  { file: 'porter.yaml', line: 9 },
])
catches(
  'web-service-without-probes',
  { 'porter.yaml': porter(...probe('livenessCheck')) },
  [{ file: 'porter.yaml', line: 9 }],
  'liveness alone',
)
passes('web-service-without-probes', { 'porter.yaml': porter(...probe('readinessCheck')) })
passes('web-service-without-probes', { 'porter.yaml': porter().replace('type: web', 'type: job') })

catches(
  'health-paths-disagree',
  {
    Dockerfile: image(
      'HEALTHCHECK CMD curl -f http://localhost:8080/healthz || exit 1',
      goodCommand,
    ),
    'porter.yaml': porter(...probe('readinessCheck', 'httpPath: /health')),
  },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'health-paths-disagree',
  {
    Dockerfile: image(
      'HEALTHCHECK --interval=5s \\',
      `  CMD ["python", "-c", "c.request('GET', '/ok')"]`,
      goodCommand,
    ),
    'porter.yaml': porter(
      ...probe('livenessCheck', "'httpPath': '/live'"),
      ...probe('readinessCheck', 'httpPath: /ready'),
    ),
  },
  [{ file: 'Dockerfile', line: 3 }],
)
passes(
  'health-paths-disagree',
  {
    Dockerfile: image('HEALTHCHECK CMD ["curl", "http://127.0.0.1:8080/live"]', goodCommand),
    'porter.yaml': porter(
      ...probe('livenessCheck', 'httpPath: /live'),
      ...probe('readinessCheck', 'httpPath: /ready'),
    ),
  },
  'liveness and readiness with a path each',
)
passes('health-paths-disagree', {
  Dockerfile: image('HEALTHCHECK NONE', goodCommand),
  'porter.yaml': porter(...probe('healthCheck', 'httpPath: /')),
})
passes('health-paths-disagree', { Dockerfile: slow }, 'an image without a porter.yaml')
