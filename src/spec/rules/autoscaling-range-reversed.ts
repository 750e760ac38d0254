import { findSetting } from '../schema.ts'
import type { SpecRule } from './rule.ts'
import { listScaled } from './scaled.ts'

export const autoscalingRangeReversed = {
  id: 'autoscaling-range-reversed',
  severity: 'error',
  why: 'Kubernetes refuses an autoscaler whose maximum is below its minimum, in the middle of a deploy.',
  fix: 'Make `autoscaling.max` at least `autoscaling.min`.',
  find: (spec) =>
    listScaled(spec).flatMap(({ path, owner: { autoscaling } }) => {
      if (!autoscaling) return []
      const min = autoscaling.min ?? Number(findSetting('autoscaling.min')?.default)
      const max = autoscaling.max ?? Number(findSetting('autoscaling.max')?.default)
      if (min <= max) return []
      const written = autoscaling.max === undefined ? 'min' : 'max'
      const message = `At least ${min} instances but at most ${max}: no number fits.`
      return [{ path: [...path, 'autoscaling', written], message }]
    }),
} as const satisfies SpecRule
