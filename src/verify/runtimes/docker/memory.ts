import type { MemoryUse } from '../../probe.ts'

/** Both versions of control groups, at the places where a container sees its own. */
export const memoryCommand = [
  '/bin/sh',
  '-c',
  `cd /sys/fs/cgroup && if [ -f memory.current ]; then
  cat memory.current memory.stat memory.events
else
  cd memory && cat memory.usage_in_bytes memory.stat memory.oom_control
fi`,
]

/**
 * What the kubelet calls the working set: everything that counts against the limit, without the files that the kernel
 * would drop first.
 */
export function parseMemory(text: string): MemoryUse | undefined {
  const used = /^(\d+)$/m.exec(text)?.[1]
  if (used === undefined) return undefined
  const entry = (name: string) => new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]
  // Version 1 also has a line for this group without those below it, under the shorter name.
  const dropped = Number(entry('total_inactive_file') ?? entry('inactive_file') ?? 0)
  const kills = entry('oom_kill')
  return {
    used: Math.ceil((Number(used) - dropped) / 2 ** 20),
    counted: 'the working set of the container',
    kills: kills === undefined ? undefined : Number(kills),
  }
}
