import { describe, expect, test } from 'vitest'
import { readLimits } from '../../src/verify/limits.ts'
import { cgroupTrees } from '../support/cgroup-trees.ts'

/** A machine as files: /proc says which groups, /sys says what they grant. */
function limitsOf(cgroup: string, files: Readonly<Record<string, string>>, cpus = '0-63') {
  const all: Record<string, string> = {
    '/proc/self/cgroup': cgroup,
    '/proc/self/status': `Name:\tnode\nCpus_allowed_list:\t${cpus}\n`,
    ...Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`/sys/fs/cgroup/${path}`, text]),
    ),
  }
  return readLimits((path) => all[path])
}

describe('limits of this process', () => {
  test.each(cgroupTrees.map((tree) => [tree.name, tree] as const))(
    '%s',
    (_, { membership, files, quota, memory }) => {
      expect(limitsOf(membership, files)).toEqual({ cores: 64, quota, memory })
    },
  )

  test('processors are counted from the list', () => {
    expect(limitsOf('', {}, '0-3,8,10-11').cores).toBe(7)
  })
})
