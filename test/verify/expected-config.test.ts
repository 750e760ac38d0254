import { describe, expect, test } from 'vitest'
import { expectedWorkers, parsePrintedConfig } from '../../src/verify/expected-config.ts'
import { renderDescription } from '../support/examples.ts'

const unlimited = { cores: 64, quota: undefined, memory: undefined }

function planOf(text: string) {
  const [plan] = renderDescription(`name: small\napp: app:app\n${text}`).plans
  if (!plan) throw new Error('no plan')
  return plan
}

describe('workers where the server runs', () => {
  test.each([
    ['declared half a core on 64', 'resources: { cpu: 0.5, memory: 512 }', unlimited, 2],
    ['declared two cores', 'resources: { cpu: 2, memory: 4096 }', unlimited, 5],
    [
      'a quota below the declaration',
      'resources: { cpu: 2, memory: 4096 }',
      { ...unlimited, quota: 0.5 },
      2,
    ],
    [
      'less memory than declared',
      'resources: { cpu: 2, memory: 4096 }',
      { ...unlimited, memory: 512 },
      2,
    ],
    ['one processor', 'resources: { cpu: 2, memory: 4096 }', { ...unlimited, cores: 1 }, 3],
    ['a fixed number', 'workers: 8\nresources: { cpu: 1, memory: 4096 }', unlimited, 8],
    [
      'a fixed number in little memory',
      'workers: 8\nresources: { cpu: 1, memory: 4096 }',
      { ...unlimited, memory: 512 },
      4,
    ],
  ])('%s', (_, text, limits, workers) => {
    expect(expectedWorkers(planOf(text), limits)).toBe(workers)
  })
})

test('reads what --print-config prints', () => {
  const lines = ["bind                              = ['0.0.0.0:8080']", 'user = ', 'noise']
  expect([...parsePrintedConfig(lines)]).toEqual([
    ['bind', "['0.0.0.0:8080']"],
    ['user', ''],
  ])
})
