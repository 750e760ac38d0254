import { resolveProfile } from '../../facts/profiles.ts'
import { minimumMiBPerWorker } from '../../facts/sizing.ts'
import { findSetting } from '../schema.ts'
import type { SpecRule } from './rule.ts'

export const workersExceedMemory = {
  id: 'workers-exceed-memory',
  severity: 'error',
  why: 'Workers that do not fit are killed one after the other: 64 of them in 512 MB gave 154 out-of-memory kills in 25 s.',
  fix: 'Lower `workers` or raise `resources.memory`.',
  find: (spec) => {
    const workers = spec.workers ?? resolveProfile(spec).workers
    const memory = spec.resources?.memory ?? Number(findSetting('resources.memory')?.default)
    const fitting = Math.floor(memory / minimumMiBPerWorker)
    if (workers === 'auto' || workers <= fitting) return []
    const key = spec.workers === undefined ? 'profile' : 'workers'
    return [
      {
        path: [key],
        message: `${workers} workers do not fit into ${memory} MB: at ${minimumMiBPerWorker} MB each, ${fitting} do.`,
        fix: `Write at most \`workers: ${fitting}\`, or \`resources: {memory: ${workers * minimumMiBPerWorker}}\`.`,
      },
    ]
  },
} as const satisfies SpecRule
