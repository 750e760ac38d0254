import { exitSeconds, preStopSeconds } from '../../facts/timing.ts'
import { effectiveNumber } from '../readers/gunicorn-settings.ts'
import { readServices } from '../readers/services.ts'
import type { Rule } from '../rule.ts'

/** Seconds Kubernetes waits when nothing is written. */
const defaultGracePeriod = 30

export const gracePeriodTooShort = {
  id: 'grace-period-too-short',
  severity: 'error',
  why: 'preStop takes 5 s before the server is told to stop; what has not finished when the grace period ends is killed with its requests.',
  fix: 'Raise `terminationGracePeriodSeconds`, or lower graceful_timeout.',
  find: (repo) =>
    readServices(repo).flatMap((service) => {
      const graceful = effectiveNumber(service, 'graceful_timeout')
      const { porter } = service
      if (!porter || graceful?.value === undefined) return []
      const written = porter.service.fields['terminationGracePeriodSeconds'] ?? defaultGracePeriod
      const needed = preStopSeconds + graceful.value + exitSeconds
      if (typeof written !== 'number' || written >= needed) return []
      const line = porter.service.line('terminationGracePeriodSeconds')
      const message = `The grace period is ${written} s; preStop, a graceful timeout of ${graceful.value} s and the exit need ${needed} s.`
      const fix = `Write \`terminationGracePeriodSeconds: ${needed}\` or more.`
      return [{ file: porter.file.path, line, message, fix }]
    }),
} as const satisfies Rule
