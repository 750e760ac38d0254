import { describe, expect, test } from 'vitest'
import { buildPlan } from '../../src/plan/build.ts'
import type { ServiceSpec } from '../../src/spec/load.ts'
import type { WrittenService } from '../../src/spec/schema.ts'
import { load, placesOf, wordsOf } from './describe.ts'

const two = `services:
  - name: shop
    root: shop
    app: app:app
  - name: desk
    root: desk
    app: app:app
`

/** The services of a description that must be valid. */
function specsOf(text: string): readonly ServiceSpec[] {
  const loaded = load(text)
  if (!loaded.ok) throw new Error(`Not valid: ${placesOf(text).join(', ')}\n${wordsOf(text)}`)
  return loaded.spec.services
}

function writtenOf(text: string): readonly WrittenService[] {
  return specsOf(text).map(({ written }) => written)
}

describe('several services', () => {
  test('are each what they would be alone, and know that they are several', () => {
    const specs = specsOf(two)
    expect(specs.map(({ written }) => written)).toEqual([
      { name: 'shop', root: 'shop', app: 'app:app' },
      { name: 'desk', root: 'desk', app: 'app:app' },
    ])
    expect(specs.every(({ isOneOfSeveral }) => isOneOfSeveral)).toBe(true)
  })

  test('have a porter.yaml in their own folder each, unless they name one', () => {
    const text = `${two}    porter: { file: deploy/desk.yaml }\n`
    expect(specsOf(text).map((spec) => buildPlan(spec)['porter.file'].value)).toEqual([
      'shop/porter.yaml',
      'deploy/desk.yaml',
    ])
  })

  test('may be one in a list: it is still one of several', () => {
    expect(specsOf(two.slice(0, two.indexOf('  - name: desk')))[0]?.isOneOfSeveral).toBe(true)
  })

  test('may stand before their defaults or behind them', () => {
    expect(writtenOf(`${two}defaults: { port: 9000 }\n`)).toEqual(
      writtenOf(`defaults: { port: 9000 }\n${two}`),
    )
  })

  test('load by the thousand, with the last mistake found', () => {
    const service = (index: number) =>
      `  - { name: s-${index}, root: services/s-${index}, app: app:app }\n`
    const many = `defaults: { framework: flask, env: { A: "1" } }\nservices:\n${Array.from({ length: 1000 }, (_, index) => service(index)).join('')}`
    expect(specsOf(many)).toHaveLength(1000)
    expect(placesOf(`${many}  - { name: s-999, root: x, app: app }\n`)).toEqual([
      'service-name-repeated 1003:13',
      'spec-value 1003:34',
    ])
  })
})

describe('defaults', () => {
  test('are merged deeply where both are maps, and the service wins', () => {
    const text = `defaults:
  env: { A: common, B: common }
  resources: { cpu: 1, memory: 2048 }
  health: { path: /ok, startupSeconds: 90 }
services:
  - { name: shop, root: shop, app: a:a, env: { B: own, C: own }, resources: { memory: 512 } }
`
    expect(writtenOf(text)).toMatchObject([
      {
        env: { A: 'common', B: 'own', C: 'own' },
        resources: { cpu: 1, memory: 512 },
        health: { path: '/ok', startupSeconds: 90 },
      },
    ])
  })

  test('are replaced, not joined, where they are lists', () => {
    const text = `defaults: { envGroups: [common, more], system: { packages: [ffmpeg] } }
services:
  - { name: shop, root: shop, app: a:a, envGroups: [own], system: { packages: [] } }
`
    expect(writtenOf(text)).toMatchObject([{ envGroups: ['own'], system: { packages: [] } }])
  })

  test.each([
    ['a map over none', 'none', '{ origins: ["https://a.io"] }', { origins: ['https://a.io'] }],
    ['none over a map', '{ origins: ["https://a.io"] }', 'none', 'none'],
    [
      'a map over a map',
      '{ origins: ["https://a.io"] }',
      '{ credentials: true }',
      { origins: ['https://a.io'], credentials: true },
    ],
  ])('%s: cors', (_, common, own, merged) => {
    const text = `defaults: { cors: ${common} }\nservices:\n  - { name: a, root: a, app: a:a, cors: ${own} }\n`
    expect(writtenOf(text)[0]?.cors).toEqual(merged)
  })

  test('an empty value of a service does not switch a default off, but is a mistake', () => {
    expect(
      placesOf(
        'defaults: { env: { A: x } }\nservices:\n  - { name: a, root: a, app: a:a, env: }\n',
      ),
    ).toEqual(['spec-value 3:40'])
  })

  test('never change between services: what one adds is not there for the next', () => {
    const text = `defaults: { env: { A: x } }\nservices:\n  - { name: a, root: a, app: a:a, env: { B: y } }\n  - { name: b, root: b, app: a:a }\n`
    expect(writtenOf(text).map(({ env }) => env)).toEqual([{ A: 'x', B: 'y' }, { A: 'x' }])
  })

  test('are left out where they are meant for others and could not be got rid of', () => {
    const text = `defaults:
  port: 9000
  threads: 8
  cors: none
  requires: [TOKEN]
  instances: 3
  domains: [shop.example.com]
  ingress: { maxBodySize: 20m }
  porter:
    service: api
    extra: { loadBalancers: [public_lb], sleep: true, efsStorage: { enabled: true } }
services:
  - { name: workers, root: w, processes: [{ name: mails, type: worker, command: run }] }
  - { name: live, root: l, app: a:a, framework: starlette, autoscaling: { max: 4 } }
  - { name: inner, root: i, app: a:a, private: true }
`
    const [workers, live, inner] = writtenOf(text)
    expect(workers).toEqual({
      name: 'workers',
      root: 'w',
      processes: [{ name: 'mails', type: 'worker', command: 'run' }],
      porter: { extra: { efsStorage: { enabled: true } } },
    })
    expect(live).toMatchObject({ port: 9000, domains: ['shop.example.com'] })
    expect(live).not.toHaveProperty('threads')
    expect(live).not.toHaveProperty('instances')
    expect(inner).toMatchObject({ threads: 8, instances: 3 })
    expect(inner).not.toHaveProperty('domains')
    expect(inner).not.toHaveProperty('ingress')
    expect(inner?.porter?.extra).toEqual({ sleep: true, efsStorage: { enabled: true } })
  })

  test.each([
    ['threads', 'framework: fastapi, threads: 3', 'threads-of-an-event-loop 3:55'],
    ['instances', 'instances: 2, autoscaling: {max: 3}', 'instances-beside-autoscaling 3:35'],
    ['domains', 'private: true, domains: [a.example.com]', 'private-service-with-domains 3:50'],
  ])('written by the service itself, %s stays a mistake there', (_, own, place) => {
    const text = `defaults: { port: 9000 }\nservices:\n  - { name: a, root: a, app: a:a, ${own} }\n`
    expect(placesOf(text)).toEqual([place])
  })

  test('of names that objects know are keys like any other', () => {
    const text = `defaults: { env: { constructor: a, toString: b } }
services:
  - { name: a, root: a, app: a:a, env: { hasOwnProperty: c, valueOf: d } }
`
    expect(Object.entries(writtenOf(text)[0]?.env ?? {})).toEqual([
      ['constructor', 'a'],
      ['toString', 'b'],
      ['hasOwnProperty', 'c'],
      ['valueOf', 'd'],
    ])
  })

  test('named __proto__ are refused, and change no object', () => {
    const text = `defaults: { __proto__: { port: 80 }, env: { __proto__: { polluted: yes } } }
services:
  - { name: a, root: a, app: a:a, __proto__: { port: 80 } }
`
    expect(placesOf(text)).toEqual([
      'spec-unknown-key 1:13',
      'spec-unknown-key 1:45',
      'spec-unknown-key 3:35',
    ])
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('a layout that is wrong is told where it is', () => {
  const service = '  - { name: a, root: a, app: a:a }\n'
  test.each([
    ['services without items', 'services: []\n', 'spec-value 1:11', 'empty'],
    ['services with nothing', 'services:\n', 'spec-value 1:10', 'empty'],
    ['services as a map', 'services:\n  shop: { name: a }\n', 'spec-value 2:3', 'not a list'],
    ['services as text', 'services: shop\n', 'spec-value 1:11', 'not a list'],
    ['an item of text', `services:\n  - shop\n${service}`, 'spec-value 2:5', 'not a map'],
    ['an item that is a list', `services:\n  - [a]\n${service}`, 'spec-value 2:5', 'not a map'],
    ['an empty item', `services:\n  -\n${service}`, 'spec-value 2:4', 'not a map'],
    ['empty defaults', `defaults:\nservices:\n${service}`, 'spec-value 1:10', 'empty'],
    ['defaults as a list', `defaults: [a]\nservices:\n${service}`, 'spec-value 1:11', 'not a map'],
    ['defaults alone', 'defaults: { port: 9000 }\n', 'spec-required-key 1:1', 'stands alone'],
    [
      'defaults beside one service',
      'name: a\napp: a:a\ndefaults: { port: 9000 }\n',
      'spec-required-key 3:1',
      'stands alone',
    ],
    [
      'a key beside services',
      `port: 8080\nservices:\n${service}`,
      'spec-unknown-key 1:1',
      '`port` stands beside',
    ],
    [
      'a misspelt defaults',
      `default: {}\nservices:\n${service}`,
      'spec-unknown-key 1:1',
      'Did you mean `defaults`?',
    ],
    [
      'services in a service',
      `services:\n  - { name: a, root: a, app: a:a, services: [] }\n`,
      'spec-unknown-key 2:35',
      'not a key',
    ],
    [
      'the same list for both',
      `services: &s\n${service}defaults: *s\n`,
      'spec-value 3:11',
      '`defaults` is not a map',
    ],
  ])('%s', (_, text, place, words) => {
    expect(placesOf(text)).toEqual([place])
    expect(wordsOf(text)).toContain(words)
  })

  test('services, misspelt, are suggested by their name', () => {
    const text = `service:\n${service}`
    expect(wordsOf(text)).toContain('Did you mean `services`?')
  })

  test('keys that each service must have of its own, in defaults', () => {
    const text = `defaults: { name: x, root: y, app: z:z, port: 9000 }\nservices:\n${service}`
    expect(placesOf(text)).toEqual([
      'spec-unknown-key 1:13',
      'spec-unknown-key 1:22',
      'spec-unknown-key 1:31',
    ])
    expect(wordsOf(text)).toMatch(/`name` cannot be a default.*`root` cannot.*`app` cannot/s)
  })

  test('a service without a name, or with nothing to run', () => {
    expect(
      placesOf(
        'services:\n  - { root: a, app: a:a }\n  - { name: b, root: b }\n  - { name: c, root: c, processes: [] }\n',
      ),
    ).toEqual(['spec-required-key 2:5', 'nothing-to-run 3:5', 'nothing-to-run 4:5'])
  })
})

describe('a mistake in defaults', () => {
  const services =
    'services:\n  - { name: a, root: a, app: a:a }\n  - { name: b, root: b, app: a:a }\n  - { name: c, root: c, app: a:a }\n'

  test.each([
    ['a value', 'port: 80', 'spec-value 1:19'],
    ['a nested value', 'health: { path: ok }', 'spec-value 1:29'],
    ['an unknown key', 'prot: 8080', 'spec-unknown-key 1:13'],
    ['an item of a list', 'domains: [a.example.com, X]', 'spec-value 1:38'],
    [
      'a process without a command',
      'processes: [{ name: p, type: job }]',
      'spec-required-key 1:25',
    ],
    [
      'two keys that contradict each other',
      'instances: 2, autoscaling: { max: 3 }',
      'instances-beside-autoscaling 1:13',
    ],
    ['a cause for all of them', 'health: { path: / }', 'health-hides-the-root 1:29'],
  ])('%s is told once, at defaults, for three services', (_, written, place) => {
    const text = `defaults: { ${written} }\n${services}`
    expect(placesOf(text)).toEqual([place])
    expect(wordsOf(text)).not.toContain('This is so for')
  })

  test('is told although every service overrides it', () => {
    expect(
      placesOf(
        'defaults: { port: 80 }\nservices:\n  - { name: a, root: a, app: a:a, port: 9000 }\n',
      ),
    ).toEqual(['spec-value 1:19'])
  })

  test('is told although no service can take it over', () => {
    const processes = 'processes: [{ name: p, type: worker, command: run }]'
    expect(
      placesOf(`defaults: { threads: 99 }\nservices:\n  - { name: a, root: a, ${processes} }\n`),
    ).toEqual(['spec-value 1:22'])
  })

  test('that only some services make one names them', () => {
    const text = `defaults: { health: { path: / } }
services:
  - { name: a, root: a, app: a:a, health: { answeredBy: app } }
  - { name: b, root: b, app: a:a }
  - { name: c, root: c, app: a:a }
`
    expect(placesOf(text)).toEqual(['health-hides-the-root 1:29'])
    expect(wordsOf(text)).toContain('This is so for `b`, `c`.')
  })

  test('that many services make one names three of them and counts the rest', () => {
    const rest = ['b', 'c', 'd', 'e', 'f'].map(
      (name) => `  - { name: ${name}, root: ${name}, app: a:a }\n`,
    )
    const own = '  - { name: a, root: a, app: a:a, cors: { origins: ["https://a.io"] } }\n'
    const text = `defaults: { cors: { credentials: true } }\nservices:\n${own}${rest.join('')}`
    expect(placesOf(text)).toEqual(['spec-required-key 1:19'])
    expect(wordsOf(text)).toContain('This is so for `b`, `c`, `d`, 2 more.')
  })
})

describe('places lead through merges', () => {
  test('of defaults, of merge keys and of anchors, each mistake told once', () => {
    const text = `defaults: &common
  framework: flask
  timeout: 0
services:
  - <<: *common
    name: a
    root: a
    app: a:a
  - &b { name: b, root: b, app: a:a, keepAlive: 5 }
  - <<: *b
    name: c
    root: c
`
    expect(placesOf(text)).toEqual(['spec-value 3:12', 'spec-value 9:49'])
  })

  test('a value of defaults is located there, one of the service in it', () => {
    const [spec] = specsOf(
      'defaults:\n  env: { A: x }\n  port: 9000\nservices:\n  - name: a\n    root: a\n    app: a:a\n    env: { B: y }\n',
    )
    const place = (...path: string[]) => {
      const { line, column } = spec?.locate.value(path) ?? {}
      return `${line}:${column}`
    }
    expect(place('port')).toBe('3:9')
    expect(place('env', 'A')).toBe('2:13')
    expect(place('env', 'B')).toBe('8:15')
    expect(place('name')).toBe('5:11')
    expect(place()).toBe('5:5')
  })

  test('an item that is an alias of another service', () => {
    const text = 'services:\n  - &a { name: a, root: a, app: a:a }\n  - *a\n'
    expect(placesOf(text)).toEqual(['service-name-repeated 3:5'])
  })
})

describe('a name that several services have', () => {
  test('is told at each but the first, with the place of the first', () => {
    const text =
      'services:\n  - { name: a, root: a, app: a:a }\n  - { name: a, root: b, app: a:a }\n  - { name: a, root: c, app: a:a }\n'
    expect(placesOf(text)).toEqual(['service-name-repeated 3:13', 'service-name-repeated 4:13'])
    expect(wordsOf(text)).toContain('hoptix.yaml:2:13')
  })

  test('is told although a service has another mistake', () => {
    const text =
      'services:\n  - { name: a, root: a, app: a:a, port: 1 }\n  - { name: a, root: b, app: a }\n'
    expect(placesOf(text)).toEqual([
      'spec-value 2:41',
      'service-name-repeated 3:13',
      'spec-value 3:30',
    ])
  })

  test('is not told of names that are wrong themselves', () => {
    const text =
      'services:\n  - { name: A, root: a, app: a:a }\n  - { name: A, root: b, app: a:a }\n'
    expect(placesOf(text)).toEqual(['spec-value 2:13', 'spec-value 3:13'])
  })
})

test('mistakes of the layout, of defaults and of several services are told at once, in order', () => {
  const text = `port: 8080
defaults:
  name: x
  python: 3.12
services:
  - { name: a, root: ../a, app: a:a }
  - text
  - { name: b, root: b, app: a:a, wrokers: 2, cors: { origins: ["*"], credentials: true } }
  - { name: b, root: c }
`
  expect(placesOf(text)).toEqual([
    'spec-unknown-key 1:1',
    'spec-unknown-key 3:3',
    'spec-value 4:11',
    'spec-value 6:22',
    'spec-value 7:5',
    'spec-unknown-key 8:35',
    'any-origin-with-credentials 8:84',
    'nothing-to-run 9:5',
    'service-name-repeated 9:13',
  ])
})
