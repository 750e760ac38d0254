import { describe, expect, test } from 'vitest'
import { isMap, LineCounter, parseDocument } from 'yaml'
import { maxDescriptionBytes } from '../../src/spec/limits.ts'
import { createLocator, createPlaces } from '../../src/spec/locate.ts'
import { findStructureProblems } from '../../src/spec/structure.ts'
import { writeOut } from '../../src/spec/written-out.ts'
import { findingsOf, load, minimal, placesOf } from './describe.ts'

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

/** As many of a text as fit into a description, beside 200 bytes of other lines. */
const fill = (text: string) => text.repeat((maxDescriptionBytes - 200) / text.length)

describe('a very long map', () => {
  const names = Array.from({ length: 9_000 }, (_, index) => `KEY${index}`)

  test('of 9,000 keys is read, and both duplicates in it are found', () => {
    const keys = [...names, 'KEY0', 'KEY8999'].map((name) => `  ${name}: x\n`).join('')
    expect(placesOf(`${minimal}env:\n${keys}`)).toEqual([
      'spec-duplicate-key 9004:3',
      'spec-duplicate-key 9005:3',
    ])
  })

  test('in flow form, of as many keys as a description can hold, is refused and not fatal', () => {
    const findings = findingsOf(`${minimal}env: {${fill('a,')}}\n`)
    expect(findings.length).toBeGreaterThan(60_000)
    expect(findings.every(({ rule }) => /^spec-(?:duplicate-key|value)$/.test(rule))).toBe(true)
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
    ['in flow form', `envGroups: [${fill('a,')}]\n`],
    ['in block form', `envGroups:\n${fill('- a\n')}`],
  ])('%s is read and not fatal', (_form, list) => {
    expect(load(minimal + list).ok).toBe(true)
  })
})

/** Reads of map entries while all keys are checked. */
function structureWork(keys: number): number {
  const { document, reads } = countedMap(keys)
  const { aliases } = writeOut(document, Number.POSITIVE_INFINITY)
  expect(findStructureProblems(document, aliases)).toEqual([])
  return reads()
}

/** Reads of map entries while each key is located once. */
function locatingWork(keys: number): number {
  const { document, lines, reads } = countedMap(keys)
  const writtenOut = writeOut(document, Number.POSITIVE_INFINITY)
  const locate = createLocator(createPlaces('hoptix.yaml', lines), document, writtenOut)
  const lineOf = (index: number) => locate.key([`key${index}`]).line
  const keysInOrder = Array.from({ length: keys }, (_, index) => index)
  expect(keysInOrder.filter((index) => lineOf(index) !== index + 1)).toEqual([])
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
