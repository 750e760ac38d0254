import type { SpecRule } from './rule.ts'

export const healthHidesTheRoot = {
  id: 'health-hides-the-root',
  severity: 'error',
  why: 'The bootstrap answers the health path before the app, so the app would never see its own front page again.',
  fix: 'Use a path of its own such as `/health`, or `health: {path: /, answeredBy: app}`.',
  find: ({ health }) =>
    health?.path === '/' && health.answeredBy !== 'app'
      ? [
          {
            path: ['health', 'path'],
            message: 'The health path `/` would hide the front page of the app.',
          },
        ]
      : [],
} as const satisfies SpecRule
