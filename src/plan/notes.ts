import { plannedMiBPerWorker } from '../facts/sizing.ts'
import type { Finding } from '../findings/finding.ts'
import { type Plan, type Sourced, servesWeb } from './plan.ts'

/** Things worth knowing of a plan that is fine: shown by `plan`, never a reason to fail. */
export const planNotes = {
  'requests-longer-than-graceful-timeout': {
    severity: 'info',
    why: 'A rollout gives running requests `gracefulTimeout` seconds; a longer one is cut, though `timeout` allows it.',
    fix: 'Raise `gracefulTimeout` if such requests matter; every rollout may then take that long.',
  },
  'workers-share-little-memory': {
    severity: 'info',
    why: 'An ordinary app with its libraries loaded needs some 256 MB a worker; below that a leak or a large request kills workers.',
    fix: 'Raise `resources.memory` or lower `workers`, and watch the memory graph.',
  },
  'index-secret-needs-buildkit': {
    severity: 'info',
    why: 'Porter builds with the classic builder and passes no secrets, unless it is told otherwise where `porter apply` runs.',
    fix: 'Set DOCKER_BUILDKIT and PORTER_BUILDKIT_ARGS there, as DEPLOYMENT.md shows.',
  },
  'one-instance-only': {
    severity: 'info',
    why: 'With one instance a node that goes away takes the service with it until another has started.',
    fix: 'Write `instances: 2` for a service that people wait for.',
  },
} as const

type NoteId = keyof typeof planNotes

export function describePlan(plan: Plan): Finding[] {
  if (!servesWeb(plan)) return []
  const notes: Finding[] = []
  const add = (rule: NoteId, sourced: Sourced<unknown>, message: string) => {
    const { severity, fix } = planNotes[rule]
    notes.push({
      rule,
      severity,
      message,
      fix,
      // The name is always written: of several services it tells which one is meant.
      where: sourced.where ?? plan.name.where ?? { file: '' },
    })
  }
  const { timeout, gracefulTimeout, memoryPerWorker, workersAtStart, instances, autoscaling } = plan
  if (timeout.value > gracefulTimeout.value) {
    add(
      'requests-longer-than-graceful-timeout',
      gracefulTimeout,
      `Requests may take ${timeout.value} s, but a rollout waits ${gracefulTimeout.value} s for them.`,
    )
  }
  if (memoryPerWorker.value < plannedMiBPerWorker) {
    add(
      'workers-share-little-memory',
      plan['resources.memory'],
      `${workersAtStart.value} workers have ${memoryPerWorker.value} MB each.`,
    )
  }
  const secret = plan['dependencies.indexSecret']
  if (secret.value !== undefined) {
    add(
      'index-secret-needs-buildkit',
      secret,
      `The image builds with BuildKit only, and only where the secret ${secret.value} is passed to the build.`,
    )
  }
  if (autoscaling.value === undefined && instances.value === 1) {
    add(
      'one-instance-only',
      instances,
      'One instance runs; there is no second one to fall back on.',
    )
  }
  return notes
}
