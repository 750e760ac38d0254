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

test('what comes up again is kept, and what does not is given up', () => {
  const { judged, judge } = counting()
  const once = Array.from({ length: 30 }, (_, index) => `${index}`.padEnd(10_000, '.'))
  for (const text of once) {
    judge('common')
    judge(text)
  }
  expect(judged).toHaveLength(1 + once.length)
  judge(once[0] as string)
  expect(judged).toHaveLength(2 + once.length)
})
