/** What a process may use here, whatever the machine has. */
export interface Limits {
  /** Processors it may run on. */
  readonly cores: number
  /** Cores its control groups grant; undefined where they set no limit. */
  readonly quota: number | undefined
  /** MiB its control groups grant; undefined where they set no limit. */
  readonly memory: number | undefined
}

type Read = (path: string) => string | undefined

/** cgroup v1 writes "no limit" as a number near 2^63. */
const noLimit = 2 ** 50

/** Reads the limits from /proc and /sys: every control group from our own up to the top counts, in both versions. */
export function readLimits(read: Read): Limits {
  const memberships = (read('/proc/self/cgroup') ?? '').split('\n').map((line) => line.split(':'))
  const above = (controller: string, mount: string) => {
    const own = memberships.find(([, names]) => names?.split(',').includes(controller))
    const parts = (own?.slice(2).join(':') ?? '')
      .split('/')
      .filter((part) => !/^(\.\.)?$/.test(part))
    return [...parts.keys(), parts.length].map((depth) =>
      ['/sys/fs/cgroup', mount, ...parts.slice(0, depth)].filter(Boolean).join('/'),
    )
  }
  const version2 = above('', '')
  const version1 = ['cpu', 'cpu,cpuacct'].flatMap((mount) => above('cpu', mount))
  const quota =
    smallest(version2.map((folder) => divide(...fields(read(`${folder}/cpu.max`))))) ??
    smallest(
      version1.map((folder) =>
        divide(read(`${folder}/cpu.cfs_quota_us`), read(`${folder}/cpu.cfs_period_us`)),
      ),
    )
  const bytes = [
    ...version2.map((folder) => toLimit(read(`${folder}/memory.max`))),
    ...above('memory', 'memory').map((folder) => toLimit(read(`${folder}/memory.limit_in_bytes`))),
  ]
  const memory = smallest(bytes.filter((limit) => limit !== undefined && limit < noLimit))
  return {
    cores: countCores(read('/proc/self/status') ?? ''),
    quota,
    memory: memory && Math.floor(memory / 2 ** 20),
  }
}

/** Cpus_allowed_list: 0-3,8 */
function countCores(status: string): number {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '0'
  return list.split(',').reduce((count, range) => {
    const [from = '0', to = from] = range.split('-')
    return count + Number(to) - Number(from) + 1
  }, 0)
}

function fields(text = ''): [string?, string?] {
  return text.trim().split(/\s+/) as [string?, string?]
}

function divide(quota?: string, period?: string): number | undefined {
  const granted = toLimit(quota)
  return granted && granted / (toLimit(period) ?? 100_000)
}

/** "max", -1 and 0 set no limit. */
function toLimit(text = ''): number | undefined {
  return /^\d+$/.test(text.trim()) ? Number(text) || undefined : undefined
}

function smallest(numbers: readonly (number | undefined)[]): number | undefined {
  const present = numbers.filter((number) => number !== undefined)
  return present.length === 0 ? undefined : Math.min(...present)
}
