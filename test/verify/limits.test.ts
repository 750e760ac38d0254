import { describe, expect, test } from 'vitest'
import { readLimits } from '../../src/verify/limits.ts'

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

const none = { cores: 64, quota: undefined, memory: undefined }

describe('limits of this process', () => {
  test.each<[string, string, Record<string, string>, object]>([
    ['nothing set', '0::/\n', { 'cpu.max': 'max 100000\n', 'memory.max': 'max\n' }, none],
    ['no files', '0::/\n', {}, none],
    ['a tenth of a core', '0::/\n', { 'cpu.max': '10000 100000\n' }, { ...none, quota: 0.1 }],
    ['a lone field', '0::/\n', { 'cpu.max': '50000\n' }, { ...none, quota: 0.5 }],
    [
      'the smallest on the way up',
      '0::/pod/app\n',
      {
        'pod/app/cpu.max': 'max 100000\n',
        'pod/cpu.max': '150000 100000\n',
        'cpu.max': '400000 100000\n',
        'pod/app/memory.max': '1073741824\n',
        'pod/memory.max': '536870912\n',
      },
      { ...none, quota: 1.5, memory: 512 },
    ],
    [
      'version 1',
      '5:cpu,cpuacct:/docker/x\n4:memory:/docker/x\n',
      {
        'cpu,cpuacct/docker/x/cpu.cfs_quota_us': '25000\n',
        'cpu,cpuacct/docker/x/cpu.cfs_period_us': '50000\n',
        'memory/docker/x/memory.limit_in_bytes': '268435456\n',
        'memory/memory.limit_in_bytes': '9223372036854771712\n',
      },
      { ...none, quota: 0.5, memory: 256 },
    ],
    [
      'version 1 without limits',
      '5:cpu,cpuacct:/\n4:memory:/\n',
      { 'cpu/cpu.cfs_quota_us': '-1\n', 'memory/memory.limit_in_bytes': '9223372036854771712\n' },
      none,
    ],
    [
      'the host path of a container that sees its own group as the top',
      '0::/../../kubepods/pod1\n',
      { 'cpu.max': '200000 100000\n' },
      { ...none, quota: 2 },
    ],
  ])('%s', (_, cgroup, files, expected) => {
    expect(limitsOf(cgroup, files)).toEqual(expected)
  })

  test('processors are counted from the list', () => {
    expect(limitsOf('', {}, '0-3,8,10-11').cores).toBe(7)
  })
})
