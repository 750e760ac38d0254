import type { SpecRule } from './rule.ts'

export const nothingToRun = {
  id: 'nothing-to-run',
  severity: 'error',
  why: 'A service serves an app, or it is workers and jobs; with neither there is nothing to start.',
  fix: 'Write `app: module:callable` for a web service, or list what runs under `processes`.',
  find: (spec) =>
    'app' in spec || (spec.processes?.length ?? 0) > 0
      ? []
      : [{ path: [], message: '`app` is missing, and there are no `processes` either.' }],
} as const satisfies SpecRule
