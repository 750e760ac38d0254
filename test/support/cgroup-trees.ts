/** What /proc/self/cgroup and the files under /sys/fs/cgroup say, and what that grants. */
export interface CgroupTree {
  readonly name: string
  readonly membership: string
  readonly files: Readonly<Record<string, string>>
  /** Cores. */
  readonly quota?: number
  /** MiB. */
  readonly memory?: number
}

const noLimitV1 = '9223372036854771712\n'
const nested = '0::/kubepods.slice/pod7.slice/app.scope\n'

/** Version 2: one tree for every controller. */
const version2: readonly CgroupTree[] = [
  {
    name: 'no limit',
    membership: '0::/\n',
    files: { 'cpu.max': 'max 100000\n', 'memory.max': 'max\n' },
  },
  { name: 'missing files', membership: '0::/\n', files: {} },
  { name: 'no /proc', membership: '', files: {} },
  {
    name: 'a tenth of a core',
    membership: '0::/\n',
    files: { 'cpu.max': '10000 100000\n', 'memory.max': '134217728\n' },
    quota: 0.1,
    memory: 128,
  },
  {
    name: 'a period of its own',
    membership: '0::/\n',
    files: { 'cpu.max': '75000 50000\n' },
    quota: 1.5,
  },
  { name: 'a lone field', membership: '0::/\n', files: { 'cpu.max': '50000\n' }, quota: 0.5 },
  { name: 'a lone max', membership: '0::/\n', files: { 'cpu.max': 'max\n', 'memory.max': '' } },
  {
    name: 'nested, the tightest at the leaf',
    membership: nested,
    files: {
      'kubepods.slice/pod7.slice/app.scope/cpu.max': '50000 100000\n',
      'kubepods.slice/pod7.slice/cpu.max': '200000 100000\n',
      'kubepods.slice/pod7.slice/app.scope/memory.max': '268435456\n',
      'kubepods.slice/memory.max': '1073741824\n',
    },
    quota: 0.5,
    memory: 256,
  },
  {
    name: 'nested, the tightest in the middle',
    membership: nested,
    files: {
      'kubepods.slice/pod7.slice/app.scope/cpu.max': 'max 100000\n',
      'kubepods.slice/pod7.slice/cpu.max': '150000 100000\n',
      'cpu.max': '400000 100000\n',
      'kubepods.slice/pod7.slice/app.scope/memory.max': 'max\n',
      'kubepods.slice/pod7.slice/memory.max': '536870912\n',
    },
    quota: 1.5,
    memory: 512,
  },
  {
    name: 'nested, the tightest at the top, cpu and memory apart',
    membership: nested,
    files: {
      'cpu.max': '100000 100000\n',
      'kubepods.slice/cpu.max': '300000 100000\n',
      'kubepods.slice/pod7.slice/app.scope/memory.max': '805306368\n',
      'memory.max': '4294967296\n',
    },
    quota: 1,
    memory: 768,
  },
  {
    name: 'a path of the host that is not there',
    membership: '0::/system.slice/docker-0af1.scope\n',
    files: { 'cpu.max': '200000 100000\n', 'memory.max': '402653184\n' },
    quota: 2,
    memory: 384,
  },
  {
    name: 'a path above our own namespace',
    membership: '0::/../../kubepods/pod1\n',
    files: { 'cpu.max': '200000 100000\n' },
    quota: 2,
  },
  {
    name: 'a colon in the path',
    membership: '0::/pods/a:b\n',
    files: { 'pods/a:b/cpu.max': '30000 100000\n' },
    quota: 0.3,
  },
  {
    name: 'a name beyond ASCII',
    membership: '0::/küche/Å\n',
    files: { 'küche/Å/cpu.max': '30000 100000\n', 'küche/memory.max': '402653184\n' },
    quota: 0.3,
    memory: 384,
  },
  {
    name: 'what is no number',
    membership: '0::/\n',
    files: { 'cpu.max': '-1 0\n', 'memory.max': 'abc\n' },
  },
]

/** Version 1: a tree for each controller, under the names it is mounted by. */
const version1: readonly CgroupTree[] = [
  {
    name: 'version 1 without limits',
    membership: '5:cpu,cpuacct:/\n4:memory:/\n',
    files: {
      'cpu/cpu.cfs_quota_us': '-1\n',
      'cpu/cpu.cfs_period_us': '100000\n',
      'memory/memory.limit_in_bytes': noLimitV1,
    },
  },
  {
    name: 'version 1, mounted as cpu,cpuacct',
    membership: '5:cpu,cpuacct:/docker/x\n4:memory:/docker/x\n',
    files: {
      'cpu,cpuacct/docker/x/cpu.cfs_quota_us': '25000\n',
      'cpu,cpuacct/docker/x/cpu.cfs_period_us': '50000\n',
      'memory/docker/x/memory.limit_in_bytes': '268435456\n',
      'memory/memory.limit_in_bytes': noLimitV1,
    },
    quota: 0.5,
    memory: 256,
  },
  {
    name: 'version 1, mounted as cpu, seen from inside by a path of the host',
    membership: '7:memory:/kubepods/pod1/c\n3:cpuacct,cpu:/kubepods/pod1/c\n',
    files: {
      'cpu/cpu.cfs_quota_us': '10000\n',
      'cpu/cpu.cfs_period_us': '100000\n',
      'memory/memory.limit_in_bytes': '536870912\n',
    },
    quota: 0.1,
    memory: 512,
  },
  {
    name: 'version 1, nested',
    membership: '5:cpu:/pod/app\n4:memory:/pod/app\n',
    files: {
      'cpu/pod/app/cpu.cfs_quota_us': '400000\n',
      'cpu/pod/app/cpu.cfs_period_us': '100000\n',
      'cpu/pod/cpu.cfs_quota_us': '150000\n',
      'cpu/pod/cpu.cfs_period_us': '100000\n',
      'memory/pod/app/memory.limit_in_bytes': noLimitV1,
      'memory/pod/memory.limit_in_bytes': '1073741824\n',
    },
    quota: 1.5,
    memory: 1024,
  },
  {
    name: 'version 1 without a period',
    membership: '5:cpu:/\n',
    files: { 'cpu/cpu.cfs_quota_us': '50000\n' },
    quota: 0.5,
  },
  {
    name: 'both versions at once, the cpu in the first',
    membership: '5:cpu:/\n0::/\n',
    files: {
      'cpu.max': 'max 100000\n',
      'memory.max': '268435456\n',
      'cpu/cpu.cfs_quota_us': '50000\n',
      'cpu/cpu.cfs_period_us': '100000\n',
    },
    quota: 0.5,
    memory: 256,
  },
]

/** Read twice in this project, by gunicorn.conf.py and by `verify`, and by each in its own way. */
export const cgroupTrees: readonly CgroupTree[] = [...version2, ...version1]
