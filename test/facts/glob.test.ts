import { describe, expect, test } from 'vitest'
import { globMatcher } from '../../src/facts/glob.ts'

describe('a pattern', () => {
  test.each([
    ['data.csv', 'data.csv'],
    ['*.csv', 'data.csv'],
    ['*.csv', '.csv'],
    ['data*', 'data'],
    ['*cache*', 'pip-cache-2'],
    ['a*b*c', 'abc'],
    ['a*b*c', 'a-b-b-c-c'],
    ['*ab', 'aab'],
    ['d?ta.csv', 'data.csv'],
    ['*?.csv', 'a.csv'],
    ['*a?c*', 'aaabc'],
    ['???', 'abc'],
  ])('%s matches %s', (pattern, name) => {
    expect(globMatcher(pattern)(name)).toBe(true)
  })

  test.each([
    ['data.csv', 'data_csv'],
    ['*.csv', 'data.csv.gz'],
    ['data*', 'my-data'],
    ['a*b*c', 'acb'],
    ['ab*ba', 'aba'],
    ['*?.csv', '.csv'],
    ['???', 'ab'],
    ['*a?', 'a'],
  ])('%s does not match %s', (pattern, name) => {
    expect(globMatcher(pattern)(name)).toBe(false)
  })

  test('with many stars is refuted without trying every way to share a name out among them', () => {
    expect(globMatcher(`${'*a'.repeat(50)}b`)('a'.repeat(200))).toBe(false)
  })
})
