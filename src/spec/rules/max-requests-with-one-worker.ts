import { resolveProfile } from '../../facts/profiles.ts'
import type { SpecRule } from './rule.ts'

export const maxRequestsWithOneWorker = {
  id: 'max-requests-with-one-worker',
  severity: 'error',
  why: 'While the only worker is replaced nobody answers: the next request waited for the whole graceful timeout (10.1 s of 10).',
  fix: 'Use at least two workers, or `maxRequests: 0`.',
  find: (spec) =>
    (spec.workers ?? resolveProfile(spec).workers) === 1 && (spec.maxRequests ?? 0) > 0
      ? [
          {
            path: ['maxRequests'],
            message: 'The only worker would be replaced while requests wait for it.',
          },
        ]
      : [],
} as const satisfies SpecRule
