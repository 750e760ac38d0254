import { expect, test } from 'vitest'
import { oncePerText } from '../../../src/audit/readers/once-per-text.ts'

function counting() {
  const judged: string[] = []
  const judge = oncePerText((text) => {
    judged.push(text)
    return text.includes('secret')
  })
  return { judged, judge }
}

test('a text is judged once, and any other for itself', () => {
  const { judged, judge } = counting()
  const texts = ['name: a', 'name: b', 'name: a', 'name: a ', 'secret', 'name: b', 'secret']
  expect(texts.map(judge)).toEqual(texts.map((text) => text === 'secret'))
  expect(judged).toEqual(['name: a', 'name: b', 'name: a ', 'secret'])
})

test('what is kept is bounded, and what was given up is judged again', () => {
  const { judged, judge } = counting()
  const large = Array.from({ length: 30 }, (_, index) => `${index}`.padEnd(10_000, '.'))
  for (const text of [...large, ...large]) judge(text)
  expect(judged.length).toBeGreaterThan(large.length)
})
