import { expect, test } from 'vitest'
import { parseMemory } from '../../../src/verify/runtimes/docker/memory.ts'

const MiB = 2 ** 20

test('control groups, version 1: the files that would be dropped first do not count', () => {
  const text = [
    60 * MiB,
    `inactive_file ${50 * MiB}`,
    `total_inactive_file ${20 * MiB}`,
    'oom_kill_disable 0',
    'oom_kill 3',
  ]
  expect(parseMemory(`${text.join('\n')}\n`)).toMatchObject({ used: 40, kills: 3 })
})

test('control groups, version 2', () => {
  const text = [60 * MiB, `inactive_file ${20 * MiB}`, 'oom 5', 'oom_kill 2', 'oom_group_kill 0']
  expect(parseMemory(`${text.join('\n')}\n`)).toMatchObject({ used: 40, kills: 2 })
})

test('an old kernel counts no kills, and no answer is none', () => {
  expect(parseMemory(`${MiB}\n`)).toMatchObject({ used: 1, kills: undefined })
  expect(parseMemory('')).toBeUndefined()
})
