import { findSetting } from '../schema.ts'
import type { SpecRule } from './rule.ts'

export const autoscalingRangeReversed = {
  id: 'autoscaling-range-reversed',
  severity: 'error',
  why: 'Kubernetes refuses an autoscaler whose maximum is below its minimum, in the middle of a deploy.',
  fix: 'Make `autoscaling.max` at least `autoscaling.min`.',
  find: ({ autoscaling }) => {
    if (!autoscaling) return []
    const min = autoscaling.min ?? Number(findSetting('autoscaling.min')?.default)
    const max = autoscaling.max ?? Number(findSetting('autoscaling.max')?.default)
    if (min <= max) return []
    const written = autoscaling.max === undefined ? 'min' : 'max'
    return [
      {
        path: ['autoscaling', written],
        message: `At least ${min} instances but at most ${max}: no number fits.`,
      },
    ]
  },
} as const satisfies SpecRule
