import { expect, test } from 'vitest'
import { webServices } from './support/examples.ts'
import { servicesProvenIn, type Way } from './support/matrix.ts'
import { maskPython } from './support/start-shape.ts'

const ways: readonly Way[] = ['classic', 'buildkit', 'process']
const chosen = ways.flatMap((way) => servicesProvenIn(way).map(([, service]) => ({ way, service })))

test('every service is proven in a container', () => {
  const inContainers = chosen.filter(({ way }) => way !== 'process')
  const proven = new Set(inContainers.map(({ service }) => service.plan.name.value))
  expect([...proven].sort()).toEqual(webServices.map(([, { plan }]) => plan.name.value).sort())
})

test('some, not all, are attacked in each way', () => {
  const attacked = chosen.filter(({ service }) =>
    service.probes.some(({ id }) => id === 'survives-hostile-environment'),
  )
  expect(new Set(attacked.map(({ way }) => way)).size).toBeGreaterThan(1)
  expect(attacked.length).toBeLessThan(chosen.length)
})

test.each([
  ['a number', 'threads = 2', 'threads = 64', true],
  ['a text', "bind = 'a'  # why", 'bind = "b"', true],
  ['a comment', '# one\nx = 1', 'x = 1', true],
  ['a name', 'workers = one', 'workers = two', false],
  ['a statement', 'x = 1', 'x = 1\ny = 2', false],
])('services that differ in %s', (_, one, other, isSame) => {
  expect(maskPython(one) === maskPython(other)).toBe(isSame)
})
