import { startPeriod } from '../readers/health-check.ts'
import { valueAt } from '../readers/porter-files.ts'
import { type RunningService, readServices } from '../readers/services.ts'
import { lastOf } from '../readers/shipped-instructions.ts'
import type { Rule } from '../rule.ts'

/** Seconds Porter keeps asking after the delay: period 5 s, 3 failures at start and 15 later (web chart 0.259). */
const patience = { startupCheck: 15, livenessCheck: 75 } as const

/** Seconds an app may take to start where the image does not say (`--start-period`). */
const usualStart = 30

export const probeKillsSlowStart = {
  id: 'probe-kills-slow-start',
  severity: 'error',
  why: 'An app that is killed before it has started is started again, and killed again: it never answers.',
  fix: 'Leave `startupCheck` out and delay `livenessCheck` by the time the app needs.',
  find: (repo) =>
    readServices(repo).flatMap((service) => {
      const { porter } = service
      if (!porter) return []
      const needed = secondsToStart(service)
      return (['startupCheck', 'livenessCheck'] as const).flatMap((check) => {
        const { fields } = porter.service
        if (valueAt(fields, [check, 'enabled']) !== true) return []
        const delay = Number(valueAt(fields, [check, 'initialDelaySeconds']) ?? 0)
        const allowed = delay + patience[check]
        if (allowed >= needed) return []
        const line = porter.service.line(check)
        const message = `${check} kills the app ${allowed} s after its start; it may need ${needed} s.`
        return [{ file: porter.file.path, line, message }]
      })
    }),
} as const satisfies Rule

function secondsToStart({ dockerfile }: RunningService): number {
  const check = dockerfile && lastOf(dockerfile, 'HEALTHCHECK')
  return (check && startPeriod(check)) ?? usualStart
}
