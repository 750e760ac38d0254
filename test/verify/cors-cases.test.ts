import { describe, expect, test } from 'vitest'
import { corsCases } from '../../src/verify/cors-cases.ts'

function granted(...origins: string[]): string[] {
  const policy = {
    origins,
    credentials: false,
    methods: [],
    headers: [],
    exposeHeaders: [],
    maxAge: 0,
  }
  return corsCases(policy)
    .filter((known) => known.granted)
    .map(({ origin }) => origin)
}

describe('origins that a policy grants, of all that are tried', () => {
  test('an exact one is granted alone', () => {
    expect(granted('https://app.example.com')).toEqual(['https://app.example.com'])
  })

  test('one label for a star, and no more', () => {
    expect(granted('https://*.example.com')).toEqual([
      'https://pr-17.example.com',
      // One label too: what stands before it is part of it.
      'https://evil-pr-17.example.com',
    ])
  })

  test('a near miss of one that is another of the list is granted', () => {
    expect(granted('https://example.com', 'http://example.com')).toContain('http://example.com')
  })

  test('everyone but null', () => {
    expect(granted('*')).toEqual(['https://not-listed.example'])
  })

  test('nobody', () => {
    expect(granted()).toEqual([])
  })
})
