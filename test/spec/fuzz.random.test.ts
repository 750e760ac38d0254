import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settings } from '../../src/spec/schema.ts'
import { runs } from '../support/runs.ts'
import { load } from './describe.ts'

const valid = `# yaml-language-server: $schema=https://unpkg.com/hoptix-deploy/schema.json
name: shop
root: backend
app: shop.wsgi:create_app()
framework: flask
python: "3.12"
port: 8000
workers: 4
maxRequests: 1000
cors:
  origins: [https://app.example.com, "https://*.example.com"]
  credentials: true
  methods:
    - GET
    - POST
health: {path: /healthz, startupSeconds: 90}
dependencies:
  files: [requirements/base.txt]
image:
  build:
    - python manage.py collectstatic --noinput
  env: &common
    DJANGO_SETTINGS_MODULE: shop.settings
env:
  <<: *common
  LOG_SQL: "false"
requires: [DATABASE_URL]
resources: {cpu: 0.5, memory: 2048}
autoscaling: {min: 2, max: 6}
domains: [shop.example.com]
predeploy: python manage.py migrate
porter: {service: api}
guide: false
`

const validServices = `defaults: &common
  framework: flask
  cors: { origins: [https://app.example.com] }
  env: { A: common }
  porter: { extra: { autoRollback: { enabled: true } } }
services:
  - name: shop
    root: shop
    app: app:app
    context: repository
    cors: none
    processes:
      - { name: mails, type: worker, command: python mails.py, instances: 2 }
      - { name: report, type: job, command: python report.py, cron: "0 3 * * *", timeout: 900 }
  - <<: *common
    name: desk
    root: desk
    app: app:app
    framework: fastapi
  - { name: feeds, root: feeds, processes: [{ name: a, type: worker, command: run }] }
`

/** What YAML's readers stumble over, beside the words of a description. */
const token = fc.constantFrom(
  ...['\n', '\r\n', '\r', '\t', ' ', '  ', '\n  ', '\n    ', '\n- ', ': ', ':', ',', '- ', '? '],
  ...['{', '}', '[', ']', '"', "'", '|', '>', '|2-\n', '#', ' # ', '&a ', '*a', '&b ', '*b', '!t '],
  ...['<<: ', '<<: *a', '<<: [*a, *b]', '<<', '!!str ', '!!int ', '!!set ', '%YAML 1.1\n', '---\n'],
  ...[
    '...\n',
    '0x1F',
    '010',
    '1e3',
    '.inf',
    '.nan',
    '~',
    'null',
    'true',
    'yes',
    '3.10',
    'runs.fuzz',
  ],
  ...[
    '\ufeff',
    '\u0000',
    '\u0085',
    '\u2028',
    '"\\ud800"',
    '"\\x00"',
    'é',
    '😀',
    '__proto__',
    '@',
    '`',
  ],
  ...settings.map(({ key }) => key.split('.').at(-1) ?? key),
  ...settings.flatMap(({ examples }) => examples.map((example) => JSON.stringify(example))),
)

const yamlish = fc.array(token, { maxLength: 60 }).map((parts) => parts.join(''))

const lineish = fc
  .array(
    fc.tuple(
      fc.constantFrom('', '  ', '    ', '- ', '  - '),
      fc.constantFrom(...settings.map(({ key }) => key.split('.').at(-1) ?? key), '<<', 'x'),
      fc.constantFrom(': ', ':', ': &a ', ': *a # ', ': {', ': [', ': |\n  '),
      fc.oneof(fc.constantFrom('8080', 'x', '{a: b}', '[1, 2]', '*a', ''), fc.string()),
    ),
    { maxLength: 20 },
  )
  .map((lines) => lines.map((parts) => parts.join('')).join('\n'))

/** Cuts, repeats, replaces and inserts in a text that was valid. */
const mutated = (valid: string) =>
  fc
    .array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat(30),
        by: fc.oneof(fc.constant(''), token, fc.string({ maxLength: 4 })),
        twice: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((changes) =>
      changes.reduce((text, { at, length, by, twice }) => {
        const start = Math.floor(at * text.length)
        const kept = twice ? text.slice(start, start + length).repeat(2) : ''
        return text.slice(0, start) + kept + by + text.slice(start + length)
      }, valid),
    )

/** Any value at any key. */
const misused = fc
  .tuple(fc.constantFrom(...settings.map(({ key }) => key)), fc.jsonValue({ maxDepth: 3 }))
  .map(([key, value]) => {
    const shown = JSON.stringify(value)
    const [name, child] = key.split('.')
    return `name: shop\napp: app:app\n${name}: ${child ? `{${child}: ${shown}}` : shown}\n`
  })

const misusedAmongSeveral = fc
  .tuple(
    fc.constantFrom(...settings.map(({ key }) => key.split('.')[0] ?? key), 'services', 'defaults'),
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom('defaults', 'service', 'services'),
  )
  .map(([key, value, place]) => {
    const shown = JSON.stringify(value)
    if (place === 'services') return `services: ${shown}\ndefaults: { ${key}: ${shown} }\n`
    const own = `name: shop, root: shop, app: a:a`
    return place === 'defaults'
      ? `defaults: { ${key}: ${shown} }\nservices: [{ ${own} }, { name: b, root: b }]\n`
      : `defaults: { port: 9000, cors: none }\nservices: [{ ${own}, ${key}: ${shown} }]\n`
  })

describe('loading a description never fails', () => {
  test('of arbitrary bytes', () => {
    check(fc.uint8Array({ maxLength: 300 }), runs.fuzz)
  })

  test('of arbitrary text', () => {
    check(fc.string({ unit: 'binary', maxLength: 300 }).map(encode), runs.fuzz)
  })

  test('of text that looks like YAML', () => {
    check(yamlish.map(encode), runs.fuzzNearValid)
  })

  test('of a merge key with a tag, which merges nothing', () => {
    expect(load('!!str <<: ').ok).toBe(false)
  })

  test('of lines that look like a description', () => {
    check(lineish.map(encode), runs.fuzz)
  })

  test('of a valid description that was changed here and there', () => {
    expect(load(valid).ok).toBe(true)
    check(mutated(valid).map(encode), runs.fuzzNearValid)
  })

  test('of several valid services that were changed here and there', () => {
    expect(load(validServices).ok).toBe(true)
    check(mutated(validServices).map(encode), runs.fuzz)
  })

  test('of any value at any key, in defaults and in a service', () => {
    check(misusedAmongSeveral.map(encode), runs.fuzz)
  })

  test('of any value at any key', () => {
    check(misused.map(encode), runs.fuzzNearValid)
  })

  test('of an example that was cut off anywhere', () => {
    const example = readFileSync('examples/flask-guide/hoptix.yaml')
    for (let end = 0; end <= example.length; end += 7) judge(example.subarray(0, end))
  })
})

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function check(bytes: fc.Arbitrary<Uint8Array>, numRuns: number): void {
  fc.assert(fc.property(bytes, judge), { numRuns })
}

/** A valid spec or at least one error, each finding in words and inside the file, and the same the second time. */
function judge(bytes: Uint8Array): void {
  const loaded = load(bytes)
  const findings = loaded.ok ? loaded.spec.warnings : loaded.findings
  if (!loaded.ok) expect(findings.some(({ severity }) => severity === 'error')).toBe(true)

  const lines = new TextDecoder().decode(bytes).split('\n')
  for (const { rule, message, fix, where } of findings) {
    expect(rule).toMatch(/^[a-z]+(?:-[a-z]+)+$/)
    expect(message).toMatch(/\S/)
    expect(fix).toMatch(/\S/)
    expect(`${message}${fix}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|undefined|\[object/)
    expect(where.file).toBe('hoptix.yaml')
    if (where.line === undefined) continue
    const text = lines[where.line - 1]
    expect(text, `line ${where.line} of ${lines.length}`).toBeDefined()
    expect(where.column).toBeGreaterThanOrEqual(1)
    expect(where.column).toBeLessThanOrEqual((text?.length ?? 0) + 1)
  }

  const again = load(bytes)
  expect(again.ok).toBe(loaded.ok)
  expect(again.ok ? again.spec.services.map(({ written }) => written) : again.findings).toEqual(
    loaded.ok ? loaded.spec.services.map(({ written }) => written) : loaded.findings,
  )
}
