import { minimumMiBPerWorker } from '../../facts/sizing.ts'
import { effectiveNumber } from '../readers/gunicorn-settings.ts'
import { readServices } from '../readers/services.ts'
import type { Rule } from '../rule.ts'

export const workersOutgrowContainer = {
  id: 'workers-outgrow-container',
  severity: 'error',
  why: 'Workers that do not fit are killed one after the other: 64 of them in 512 MB gave 154 out-of-memory kills in 25 s.',
  fix: 'Start fewer workers, or raise `ramMegabytes`.',
  find: (repo) =>
    readServices(repo).flatMap((service) => {
      const workers = effectiveNumber(service, 'workers')
      const memory = service.porter?.service.fields['ramMegabytes']
      if (workers?.value === undefined || typeof memory !== 'number') return []
      if (workers.value * minimumMiBPerWorker <= memory) return []
      const message = `${workers.value} workers do not fit into ${memory} MB, at ${minimumMiBPerWorker} MB each.`
      return [{ file: workers.file, line: workers.line, message }]
    }),
} as const satisfies Rule
