import type { SpecRule } from './rule.ts'
import { listScaled } from './scaled.ts'

export const instancesBesideAutoscaling = {
  id: 'instances-beside-autoscaling',
  severity: 'error',
  why: 'Porter ignores `instances` as soon as autoscaling is on.',
  fix: 'Remove `instances`; `autoscaling.min` is the number that holds.',
  find: (spec) =>
    listScaled(spec)
      .filter(({ owner }) => owner.instances !== undefined && owner.autoscaling !== undefined)
      .map(({ path }) => ({
        path: [...path, 'instances'],
        at: 'key',
        message: '`instances` and `autoscaling` are both written; the first would do nothing.',
      })),
} as const satisfies SpecRule
