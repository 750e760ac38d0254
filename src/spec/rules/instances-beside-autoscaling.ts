import type { SpecRule } from './rule.ts'

export const instancesBesideAutoscaling = {
  id: 'instances-beside-autoscaling',
  severity: 'error',
  why: 'Porter ignores `instances` as soon as autoscaling is on.',
  fix: 'Remove `instances`; `autoscaling.min` is the number that holds.',
  find: ({ instances, autoscaling }) =>
    instances !== undefined && autoscaling !== undefined
      ? [
          {
            path: ['instances'],
            at: 'key',
            message: '`instances` and `autoscaling` are both written; the first would do nothing.',
          },
        ]
      : [],
} as const satisfies SpecRule
