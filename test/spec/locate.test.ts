import { describe, expect, test } from 'vitest'
import { formatLocation } from '../../src/findings/finding.ts'
import { parseYaml } from '../../src/spec/document.ts'
import { formatPath, type Locator, type Path } from '../../src/spec/locate.ts'

function locatorOf(text: string): Locator {
  const parsed = parseYaml(new TextEncoder().encode(text), 'f', 10_000)
  if (!parsed.ok) throw new Error(parsed.findings.map(({ message }) => message).join('\n'))
  return parsed.locate
}

const valueAt = (text: string, path: Path) => formatLocation(locatorOf(text).value(path))
const keyAt = (text: string, path: Path) => formatLocation(locatorOf(text).key(path))

describe('a path', () => {
  const block = `name: shop
cors:
  origins:
    - https://a.example.com
    - "https://b.example.com"
  maxAge:   600 # a comment
env:
  A: >-
    folded
  'B': "x"
`
  const flow = 'cors: {origins: [a, "b"], "maxAge" : 600, credentials: true}\n'

  test.each<[string, Path, string, string]>([
    [block, ['name'], 'f:1:1', 'f:1:7'],
    [block, ['cors'], 'f:2:1', 'f:3:3'],
    [block, ['cors', 'origins'], 'f:3:3', 'f:4:5'],
    [block, ['cors', 'maxAge'], 'f:6:3', 'f:6:13'],
    [block, ['env', 'A'], 'f:8:3', 'f:8:6'],
    [block, ['env', 'B'], 'f:10:3', 'f:10:8'],
    [flow, ['cors'], 'f:1:1', 'f:1:7'],
    [flow, ['cors', 'origins'], 'f:1:8', 'f:1:17'],
    [flow, ['cors', 'maxAge'], 'f:1:27', 'f:1:38'],
    [flow, ['cors', 'credentials'], 'f:1:43', 'f:1:56'],
  ])('in %j leads along %j to the key at %s and the value at %s', (text, path, key, value) => {
    expect(keyAt(text, path)).toBe(key)
    expect(valueAt(text, path)).toBe(value)
  })

  test('leads to an item of a list, by its position', () => {
    expect(valueAt(block, ['cors', 'origins', 1])).toBe('f:5:7')
    expect(valueAt(flow, ['cors', 'origins', 1])).toBe('f:1:21')
    expect(keyAt(block, ['cors', 'origins', 1])).toBe('f:5:7')
    expect(valueAt('a:\n- - x\n  - y\n', ['a', 0, 1])).toBe('f:3:5')
  })

  test('leads to the line of a key whose value is absent', () => {
    expect(locatorOf('a: 1\nport:\nb: 2\n').value(['port'])).toMatchObject({ file: 'f', line: 2 })
    expect(valueAt('{a: 1, port}\n', ['port'])).toBe('f:1:8')
    expect(keyAt('a: 1\nport:\nb: 2\n', ['port'])).toBe('f:2:1')
  })

  test('that leads nowhere ends at the nearest map or list that should hold it', () => {
    expect(valueAt(block, ['health'])).toBe('f:1:1')
    expect(valueAt(block, ['cors', 'methods'])).toBe('f:3:3')
    expect(valueAt(block, ['cors', 'origins', 7])).toBe('f:4:5')
    expect(valueAt(block, ['cors', 'origins', 7, 'x', 'y'])).toBe('f:4:5')
    expect(valueAt(block, ['name', 'first'])).toBe('f:1:7')
    expect(valueAt(flow, ['cors', 'methods'])).toBe('f:1:7')
    expect(keyAt(block, ['cors', 'methods'])).toBe('f:2:1')
  })

  test('of no steps is the start of the description, behind its comments', () => {
    expect(valueAt('# one\n\n---\n# two\nname: shop\n', [])).toBe('f:5:1')
  })

  test('in an empty description is its start', () => {
    expect(valueAt('', ['name'])).toBe('f:1:1')
    expect(keyAt('# nothing\n', ['name'])).toBe('f:1:1')
  })

  test('finds keys whatever they are made of', () => {
    const odd = '"a.b": 1\n? long\n: 2\n"": 3\n12: 4\ntrue: 5\n__proto__: 6\n"q\\u0022": 7\n'
    expect(valueAt(odd, ['a.b'])).toBe('f:1:8')
    expect(valueAt(odd, ['long'])).toBe('f:3:3')
    expect(keyAt(odd, ['long'])).toBe('f:2:3')
    expect(valueAt(odd, [''])).toBe('f:4:5')
    expect(valueAt(odd, ['12'])).toBe('f:5:5')
    expect(valueAt(odd, ['true'])).toBe('f:6:7')
    expect(valueAt(odd, ['__proto__'])).toBe('f:7:12')
    expect(valueAt(odd, ['q"'])).toBe('f:8:12')
    expect(valueAt('? \n: x\n', [''])).toBe('f:2:3')
  })
})

describe('a column', () => {
  test('counts characters, not bytes, before it', () => {
    expect(valueAt('"naïve – ключ": 1\n', ['naïve – ключ'])).toBe('f:1:17')
    expect(valueAt('{é: "日本語", b: 2}\n', ['b'])).toBe('f:1:15')
  })

  test('counts as editors and SARIF do: two for a character beyond the first 65,536', () => {
    expect(valueAt('{a: "😀", b: 2}\n', ['b'])).toBe('f:1:14')
  })

  test('is not moved by a byte order mark', () => {
    expect(keyAt('\ufeffname: shop\n', ['name'])).toBe('f:1:1')
    expect(valueAt('\ufeffname: shop\nport: 1\n', ['port'])).toBe('f:2:7')
  })

  test('is not moved by CRLF, nor is the line', () => {
    const text = '# one\r\n\r\nname: shop\r\ncors:\r\n  maxAge: 1\r\n'
    expect(valueAt(text, ['name'])).toBe('f:3:7')
    expect(keyAt(text, ['cors', 'maxAge'])).toBe('f:5:3')
    expect(valueAt(text, ['cors', 'maxAge'])).toBe('f:5:11')
  })
})

describe('an alias', () => {
  const text = `base: &base
  A: one
  list: [x, y]
env: *base
image:
  env: *base
`

  test('is passed through to where the value is written', () => {
    expect(valueAt(text, ['env', 'A'])).toBe('f:2:6')
    expect(keyAt(text, ['image', 'env', 'A'])).toBe('f:2:3')
    expect(valueAt(text, ['image', 'env', 'list', 1])).toBe('f:3:13')
  })

  test('is itself the place of the whole value', () => {
    expect(valueAt(text, ['env'])).toBe('f:4:6')
    expect(keyAt(text, ['env'])).toBe('f:4:1')
  })

  test('in a list is passed through too', () => {
    expect(valueAt('a: &a {x: 1}\nb: [*a, *a]\n', ['b', 1, 'x'])).toBe('f:1:11')
  })

  test('of an alias is passed through to the end', () => {
    expect(valueAt('a: &a {x: &x {y: 1}}\nb: &b {z: *x}\nc: *b\n', ['c', 'z', 'y'])).toBe('f:1:18')
  })

  test('means the last anchor of that name before it', () => {
    const twice = 'a: &n {x: 1}\nb: *n\nc: &n {x: 2}\nd: *n\n'
    expect(valueAt(twice, ['b', 'x'])).toBe('f:1:11')
    expect(valueAt(twice, ['d', 'x'])).toBe('f:3:11')
  })
})

describe('a merge key', () => {
  const text = `one: &one
  a: 1
  b: 1
two: &two
  b: 2
  c: {d: 2}
both: &both
  <<: [*one, *two]
  e: 3
own:
  b: 4
  <<: *both
flow: {<<: *one, a: 5}
inline:
  <<: {z: 6}
block:
  <<:
    - *two
    - y: 7
`

  test.each<[Path, string, string]>([
    [['both', 'a'], 'f:2:3', 'f:2:6'],
    [['both', 'c', 'd'], 'f:6:7', 'f:6:10'],
    [['both', 'e'], 'f:9:3', 'f:9:6'],
    [['own', 'a'], 'f:2:3', 'f:2:6'],
    [['own', 'c', 'd'], 'f:6:7', 'f:6:10'],
    [['own', 'e'], 'f:9:3', 'f:9:6'],
    [['flow', 'b'], 'f:3:3', 'f:3:6'],
    [['inline', 'z'], 'f:15:8', 'f:15:11'],
    [['block', 'b'], 'f:5:3', 'f:5:6'],
    [['block', 'y'], 'f:19:7', 'f:19:10'],
  ])(
    'leads %j to the key at %s and the value at %s, where they are written',
    (path, key, value) => {
      expect(keyAt(text, path)).toBe(key)
      expect(valueAt(text, path)).toBe(value)
    },
  )

  test('of several maps leads to the first that has the key', () => {
    expect(valueAt(text, ['both', 'b'])).toBe('f:3:6')
  })

  test('gives way to a key of the map itself, before or behind it', () => {
    expect(valueAt(text, ['own', 'b'])).toBe('f:11:6')
    expect(valueAt(text, ['flow', 'a'])).toBe('f:13:21')
  })

  test('without the key leaves the map that should hold it', () => {
    expect(valueAt(text, ['own', 'missing'])).toBe('f:11:3')
  })

  test('in quotes merges nothing', () => {
    expect(valueAt('a: {"<<": {x: 1}}\n', ['a', 'x'])).toBe('f:1:4')
    expect(valueAt('a: {"<<": {x: 1}}\n', ['a', '<<', 'x'])).toBe('f:1:15')
  })

  test('agrees with what the value says it brought', () => {
    const merged = new TextEncoder().encode(text)
    const parsed = parseYaml(merged, 'f', 10_000)
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        both: { a: 1, b: 1, c: { d: 2 }, e: 3 },
        own: { a: 1, b: 4, c: { d: 2 }, e: 3 },
        flow: { a: 5, b: 1 },
        inline: { z: 6 },
        block: { b: 2, c: { d: 2 }, y: 7 },
      },
    })
  })
})

describe('a path as people write it', () => {
  test.each<[Path, string]>([
    [[], ''],
    [['port'], 'port'],
    [['cors', 'origins', 1], 'cors.origins[1]'],
    [['services', 0, 'env', 'A'], 'services[0].env.A'],
  ])('%j is %j', (path, text) => {
    expect(formatPath(path)).toBe(text)
  })
})
