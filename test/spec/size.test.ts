import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { findingsOf, minimal, placesOf } from './describe.ts'

/** The most bytes that a description may have, and some room for its first lines. */
const most = 128_000 - 200

/** As many items as fit into so many bytes. */
function fill(bytes: number, item: (index: number) => string): string {
  const items: string[] = []
  for (let length = 0; ; ) {
    const next = item(items.length)
    length += next.length
    if (length > bytes) return items.join('')
    items.push(next)
  }
}

const half = most / 2
const variables = fill(half, (n) => `    K${n}: x\n`)
const service = (n: number) => `name: s${n}, root: s${n}, app: a:a`

describe('a description as long as one may be is judged in seconds', () => {
  // Each was hardly ever done while work was repeated for what stands in it. Stopped from outside, since such work blocks
  // the test's own timeout; what it takes is about a second.
  test.each([
    [
      'many merge keys, each for one wrong value',
      `${minimal}env:\n${fill(most, (n) => `  <<: {K${n}: 1}\n`)}`,
      ['spec-value'],
    ],
    [
      'large defaults of many services',
      `defaults:\n  env:\n${variables}services:\n${fill(half, (n) => `- {${service(n)}}\n`)}`,
      ['spec-unreadable'],
    ],
    [
      'a large map that many services repeat by alias',
      `defaults:\n  env: &e\n${variables}services:\n${fill(half, (n) => `- {${service(n)}, env: *e}\n`)}`,
      ['spec-unreadable'],
    ],
    [
      'a large map that many services merge',
      `defaults:\n  env: &e\n${variables}services:\n${fill(half, (n) => `- {${service(n)}, env: {<<: *e}}\n`)}`,
      ['spec-unreadable'],
    ],
    [
      'many files beside many ignored names',
      `${minimal}dependencies:\n  files:\n${fill(half, (n) => `  - f${n}\n`)}image:\n  ignore:\n${fill(half, (n) => `  - z${n}\n`)}`,
      ['spec-value'],
    ],
    [
      'an ignored name with many stars',
      `${minimal}dependencies: {files: [${'a'.repeat(200)}]}\nimage: {ignore: ["${'*a'.repeat(50)}b"]}\n`,
      [],
    ],
  ])('with %s', (_what, text, rules) => {
    const read = () => [...new Set(findingsOf(text).map(({ rule }) => rule))].sort()
    expect(runInNewContext('read()', { read }, { timeout: 30_000 })).toEqual(rules)
  })
})

describe('what is written once and taken over often', () => {
  const services = (count: number) =>
    Array.from({ length: count }, (_, n) => `- {${service(n)}}\n`).join('')

  test('is fine where a thousand services share some defaults', () => {
    const defaults = 'framework: flask, python: "3.12", resources: {cpu: 1, memory: 1024}'
    expect(findingsOf(`defaults: {${defaults}}\nservices:\n${services(1_000)}`)).toEqual([])
  })

  test('is fine where a thousand services merge them', () => {
    const merging = services(1_000).replaceAll('{name', '{<<: *common, name')
    expect(
      findingsOf(`defaults: &common {framework: flask, python: "3.12"}\nservices:\n${merging}`),
    ).toEqual([])
  })

  test('is refused at the defaults where it comes to more than 512,000 characters', () => {
    const [finding, ...more] = findingsOf(
      `defaults:\n  env:\n${fill(2_000, (n) => `    K${n}: x\n`)}services:\n${services(1_000)}`,
    )
    expect(more).toEqual([])
    expect(finding).toMatchObject({
      rule: 'spec-unreadable',
      where: { file: 'hoptix.yaml', line: 1, column: 1 },
      message: expect.stringMatching(/each of 1000 services, .* 512000 characters/),
    })
  })

  test('is refused at the alias that makes it too long', () => {
    const text = `${minimal}x: &x [${'a, '.repeat(30_000)}]\ny: [*x, *x, *x, *x,\n  *x]\n`
    expect(placesOf(text)).toEqual(['spec-unreadable 5:3'])
  })
})
