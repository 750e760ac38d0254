import { describe, expect, test } from 'vitest'
import { isMap, LineCounter, parseDocument } from 'yaml'
import { resolveAliases } from '../../src/spec/anchors.ts'
import { createLocator } from '../../src/spec/locate.ts'
import { findStructureProblems } from '../../src/spec/structure.ts'
import { findingsOf, minimal, placesOf } from './describe.ts'

describe('a key that is written twice in one map', () => {
  test.each([
    ['at the top', `${minimal}port: 8000\nport: 8001\n`, '4:1'],
    ['with equal values', `${minimal}port: 8000\nport: 8000\n`, '4:1'],
    ['in a nested map', `${minimal}resources:\n  cpu: 1\n  cpu: 2\n`, '5:3'],
    ['in a flow map', `${minimal}resources: {cpu: 1, cpu: 2}\n`, '3:21'],
    ['once quoted and once not', `${minimal}port: 8000\n"port": 8001\n`, '4:1'],
    ['once as an explicit key', `${minimal}port: 8000\n? port\n: 8001\n`, '4:3'],
    [
      'in a map that is reached by alias',
      `${minimal}env: &e {A: x, A: y}\nimage: {env: *e}\n`,
      '3:16',
    ],
    ['under __proto__', `${minimal}env: {__proto__: x, __proto__: y}\n`, '3:21'],
  ])('is found %s, at the second', (_where, text, place) => {
    expect(placesOf(text)).toContain(`spec-duplicate-key ${place}`)
  })

  test('is one finding for each repetition', () => {
    expect(placesOf(`${minimal}port: 8000\nport: 8001\nport: 8002\n`)).toEqual([
      'spec-duplicate-key 4:1',
      'spec-duplicate-key 5:1',
    ])
  })

  test('is named', () => {
    const [finding] = findingsOf(`${minimal}port: 8000\nport: 8001\n`)
    expect(finding?.message).toContain('`port`')
  })
})

describe('a key is no duplicate', () => {
  test.each([
    ['when two maps have it', `${minimal}resources: {cpu: 1}\nautoscaling: {cpu: 50}\n`],
    ['when a merge key brings it too', `${minimal}env: &e {A: x}\nimage: {env: {<<: *e, A: y}}\n`],
    ['when its case differs', `${minimal}env: {a: x, A: y}\n`],
    [
      'when it is the merge key itself',
      `${minimal}env: &e {A: x}\nimage: {env: {<<: *e, <<: *e}}\n`,
    ],
  ])('%s', (_when, text) => {
    expect(placesOf(text)).toEqual([])
  })
})

describe('a very long map', () => {
  const names = Array.from({ length: 60_000 }, (_, index) => `KEY${index}`)

  test('of 60,000 keys is read, and both duplicates in it are found', () => {
    const keys = [...names, 'KEY0', 'KEY59999'].map((name) => `  ${name}: x\n`).join('')
    const text = `${minimal}env:\n${keys}`
    expect(text.length).toBeLessThan(1_000_000)
    expect(placesOf(text)).toEqual(['spec-duplicate-key 60004:3', 'spec-duplicate-key 60005:3'])
  })

  test('in flow form, of as many keys as a description can hold, is refused and not fatal', () => {
    const text = `${minimal}env: {${'a,'.repeat(490_000)}}\n`
    expect(text.length).toBeLessThan(1_000_000)
    const findings = findingsOf(text)
    expect(findings.filter(({ rule }) => rule === 'spec-duplicate-key').length).toBeGreaterThan(0)
  })

  test('is checked with work that grows as the map does', () => {
    expect(structureWork(8_000)).toBeLessThan(3 * structureWork(4_000))
  })

  test('is located with work that grows as the map does, when every key has a finding', () => {
    expect(locatingWork(2_000)).toBeLessThan(3 * locatingWork(1_000))
  })
})

describe('a very long list', () => {
  test.each([
    ['in flow form', `envGroups: [${'a,'.repeat(490_000)}]\n`],
    ['in block form', `envGroups:\n${'- a\n'.repeat(240_000)}`],
  ])('%s is read and not fatal', (_form, list) => {
    expect(() => findingsOf(minimal + list)).not.toThrow()
  })
})

/** Reads of map entries while all keys are checked. */
function structureWork(keys: number): number {
  const { document, reads } = countedMap(keys)
  expect(findStructureProblems(document, resolveAliases(document))).toEqual([])
  return reads()
}

/** Reads of map entries while each key is located once. */
function locatingWork(keys: number): number {
  const { document, lines, reads } = countedMap(keys)
  const locate = createLocator('hoptix.yaml', document, lines, resolveAliases(document))
  for (let index = 0; index < keys; index += 1) {
    expect(locate.key([`key${index}`]).line).toBe(index + 1)
  }
  return reads()
}

function countedMap(keys: number) {
  const text = Array.from({ length: keys }, (_, index) => `key${index}: x\n`).join('')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false })
  let count = 0
  if (!isMap(document.contents)) throw new Error('The text is not a map.')
  document.contents.items = new Proxy(document.contents.items, {
    get: (items, property) => {
      if (/^[0-9]+$/.test(String(property))) count += 1
      return Reflect.get(items, property)
    },
  })
  return { document, lines, reads: () => count }
}
