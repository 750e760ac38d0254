import { describe, expect, test } from 'vitest'
import { findingsOf, load, minimal, placeOf, placesOf, wordsOf } from './describe.ts'

const manyMistakes = `nmae: shop
root: ../backend
app: app.app
python: 3.10
port: 08080
profile: high-trafic
workers: lots
private: yes
health: /health
cors:
  origins: https://app.example.com
  credential: true
env:
  DEBUG: true
  PATH: /usr/bin
instances: 2
autoscaling:
  min: 4
  max: 2
threads: 2
threads: 4
keepAlive: 1_000
predeploy: make a && make b
domains: [https://example.com]
logLevel: waring
frameworks: flask
`

describe('a description with many mistakes', () => {
  test('gives a finding for each of them, from top to bottom, each at its line and column', () => {
    expect(placesOf(manyMistakes)).toEqual([
      'spec-required-key 1:1',
      'spec-unknown-key 1:1',
      'spec-value 2:7',
      'spec-value 3:6',
      'spec-value 4:9',
      'spec-number-form 5:7',
      'spec-value 6:10',
      'spec-value 7:10',
      'spec-value 8:10',
      'spec-value 9:9',
      'spec-value 11:12',
      'spec-unknown-key 12:3',
      'spec-value 14:10',
      'spec-value 15:3',
      'instances-beside-autoscaling 16:1',
      'autoscaling-range-reversed 19:8',
      'spec-duplicate-key 21:1',
      'spec-value 22:12',
      'command-needs-a-shell 23:12',
      'spec-value 24:11',
      'spec-value 25:11',
      'spec-unknown-key 26:1',
    ])
  })

  test('is refused', () => {
    expect(load(manyMistakes).ok).toBe(false)
  })

  test('names the file, the problem and what to do in every finding', () => {
    for (const finding of findingsOf(manyMistakes)) {
      expect(finding).toMatchObject({ severity: 'error', where: { file: 'hoptix.yaml' } })
      expect(finding.message).toMatch(/^\S.*\.$/)
      expect(finding.fix).toMatch(/^[A-Z].*[.?]$/)
    }
  })

  test.each([
    ['1:1', 'name'],
    ['6:10', 'high-traffic'],
    ['12:3', 'credentials'],
    ['25:11', 'warning'],
    ['26:1', 'framework'],
  ])('offers at %s the word that was meant: %s', (place, word) => {
    const there = findingsOf(manyMistakes).filter((finding) =>
      placeOf(finding).endsWith(` ${place}`),
    )
    expect(there.map(({ fix }) => fix).join('\n')).toContain(`\`${word}\``)
  })

  test.each([
    ['4:9', 'python: "3.13"'],
    ['5:7', '8080'],
    ['8:10', 'true'],
    ['11:12', '["https://app.example.com"]'],
    ['22:12', '1000'],
  ])('shows at %s how the value is written right: %s', (place, right) => {
    const there = findingsOf(manyMistakes).filter((finding) =>
      placeOf(finding).endsWith(` ${place}`),
    )
    expect(there.map(({ fix }) => fix).join('\n')).toContain(right)
  })
})

describe('a misspelt key', () => {
  test.each([
    ['prot: 8000', 'port'],
    ['worker: 2', 'workers'],
    ['time_out: 3', 'timeout'],
    ['graceful_timeout: 3', 'gracefulTimeout'],
    ['keepalive: 75', 'keepAlive'],
    ['pre-deploy: x', 'predeploy'],
    ['health: {pth: /x}', 'path'],
    ['resources: {memroy: 512}', 'memory'],
    ['porter: {services: web}', 'service'],
    ['cors: {origin: [https://a.example.com]}', 'origins'],
  ])('`%s` is answered with `%s`', (line, word) => {
    const unknown = findingsOf(minimal + line).find(({ rule }) => rule === 'spec-unknown-key')
    expect(unknown?.fix).toContain(`\`${word}\``)
  })

  test.each([
    ['memory: 512', 'resources.memory'],
    ['origins: []', 'cors.origins'],
    ['manager: uv', 'dependencies.manager'],
    ['cpu: 1', 'resources.cpu'],
    ['gpu: 1', 'resources.gpu'],
  ])('`%s` at the top is sent to its group: `%s`', (line, word) => {
    expect(findingsOf(minimal + line).map(({ fix }) => fix)).toEqual([
      expect.stringContaining(`\`${word}\``),
    ])
  })

  test('is answered with the known keys when none is close', () => {
    expect(wordsOf(`${minimal}unrelated: 1\n`)).toContain('gracefulTimeout')
  })
})

describe('one mistake', () => {
  test('is one finding when a number is written oddly where text is needed', () => {
    expect(placesOf('name: 0x10\napp: app:app\n')).toEqual(['spec-number-form 1:7'])
  })

  test('is one finding when a control character stands in a value that has a pattern', () => {
    expect(placesOf('name: "a\\tb"\napp: app:app\n')).toEqual(['spec-control-character 1:7'])
  })

  test('does not hide a mistake of another kind in the same group', () => {
    const text = `${minimal}cors:\n  origins: ["*"]\n  credentials: true\n  maxAge: -1\n`
    expect(placesOf(text)).toEqual(['any-origin-with-credentials 5:16', 'spec-value 6:11'])
  })

  test('in a key with a dot does not hide what is wrong with the key it looks like', () => {
    const text = `${minimal}"cors.credentials": 1\ncors:\n  origins: ["*"]\n  credentials: true\n`
    expect(placesOf(text)).toEqual(['spec-unknown-key 3:1', 'any-origin-with-credentials 6:16'])
  })

  test('in a list does not move what is found in its later items', () => {
    const build = `${minimal}image:\n  build:\n    - ""\n    - echo AKIAABCDEFGHIJKLMNOP\n`
    expect(placesOf(build)).toEqual(['spec-value 5:7', 'secret-in-description 6:7'])
    const cors = `${minimal}cors:\n  origins:\n    - "null"\n    - "*"\n    - https://a.example.com\n`
    expect(placesOf(cors)).toEqual(['spec-value 5:7', 'any-origin-among-others 6:7'])
  })
})

describe('a missing key', () => {
  test('is told for every required key, at the start of the map', () => {
    expect(placesOf('# a comment\n\nport: 8000\n')).toEqual([
      'nothing-to-run 3:1',
      'spec-required-key 3:1',
    ])
  })

  test('is told for an empty map too', () => {
    expect(placesOf('{}\n')).toEqual(['nothing-to-run 1:1', 'spec-required-key 1:1'])
  })

  test('is not told for a key whose value is absent: that value is wrong', () => {
    const [finding, ...more] = findingsOf('name:\napp: app:app\n')
    expect(more).toEqual([])
    expect(finding).toMatchObject({ rule: 'spec-value', where: { line: 1 } })
  })
})

/** Two runs of characters that must never be repeated, one of them a real shape of a token. */
const password = 'hunter2SECRET'
const token = 'ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
const url = `postgres://app:${password}@db/shop`

describe('a secret', () => {
  test.each([
    ['a variable', `env: {DATABASE_URL: "${url}"}`],
    ['a variable of the image', `image: {env: {TOKEN: "${token}"}}`],
    ['a variable with a list', `env: {A: ["${password}"]}`],
    ['a variable with a line break', `env: {A: "a\\n${password}"}`],
    ['a variable whose number is odd', 'env: {PASSWORD: 0123456789}'],
    ['a variable whose number is hexadecimal', 'env: {PASSWORD: 0x1F90AB}'],
    ['a variable that reads as an alias', `env: {PASSWORD: *${password}}`],
    ['a variable that reads as an anchor', `env: {PASSWORD: &${password}}`],
    ['a variable that reads as a tag', `env: {PASSWORD: !${password}}`],
    ['a variable that reads as a block', `env:\n  PASSWORD: |${password}`],
    ['a variable with a reserved character', `env: {PASSWORD: "@"${password}}`],
    ['a variable with a wrong escape', `env: {PASSWORD: "\\q${password}"}`],
    ['variables written as one text', `env: DATABASE_URL=${url}`],
    ['variables written as a list', `env: ["DATABASE_URL=${url}"]`],
    ['variables written as keys', `env: {"DATABASE_URL=${url}": x}`],
    ['image variables written as one text', `image: {env: "TOKEN=${token}"}`],
    ['an origin', `cors: {origins: ["https://app:${password}@example.com"]}`],
    ['origins written as text', `cors: {origins: "https://app:${password}@example.com"}`],
    ['a domain', `domains: ["${url}"]`],
    ['domains written as text', `domains: ${url}`],
    ['a required variable', `requires: ["DATABASE_URL=${url}"]`],
    ['an env group', `envGroups: [${token}]`],
    ['env groups written as text', `envGroups: ${token}`],
    ['an image reference', `image: {base: "https://app:${password}@registry/x:1"}`],
    ['commands written as text', `image: {build: "curl ${url}"}`],
    ['a command', `predeploy: psql ${url}`],
    ['a Python version', `python: ${url}`],
    ['a group written as text', `resources: ${url}`],
    ['an unknown key', `database: ${url}`],
    ['a duplicate key', `env: {A: x, A: "${password}"}`],
    ['a merge key', `env: {<<: "${password}"}`],
  ])('proof: secret-is-never-repeated: in %s is refused and never repeated', (_place, line) => {
    const words = wordsOf(`${minimal}${line}\n`)
    expect(words).not.toBe('')
    expect(words).not.toMatch(/hunter2|ghp_a|123456789|1F90AB|2068651/i)
  })

  test('is found in every text of the description', () => {
    const text = `${minimal}env:
  PASSWORD: ${password}
image:
  env: {TOKEN: ${token}}
  build:
    - curl ${url}
predeploy: psql ${url}
`
    expect(placesOf(text)).toEqual([
      'secret-in-description 4:13',
      'secret-in-description 6:16',
      'secret-in-description 8:7',
      'secret-in-description 9:12',
    ])
  })
})
