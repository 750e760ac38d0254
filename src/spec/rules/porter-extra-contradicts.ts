import { ownAnnotations } from '../../porter/ingress-nginx.ts'
import { serviceProblems } from '../../porter/service-rules.ts'
import { type DraftService, findSetting } from '../schema.ts'
import { isMap } from '../show.ts'
import { listProcesses } from './processes.ts'
import type { SpecHit, SpecRule } from './rule.ts'
import { listScaled } from './scaled.ts'

export const porterExtraContradicts = {
  id: 'porter-extra-contradicts',
  severity: 'error',
  why: 'Porter takes one of two keys that contradict each other, and does not say which.',
  fix: 'Keep one of them.',
  find: (spec) => {
    const extra = isMap(spec.porter?.extra) ? spec.porter.extra : {}
    return [
      ...findAnnotations(extra),
      ...findContradictions(spec, extra),
      ...findContradictionsOfProcesses(spec),
      ...findAlone(spec),
    ]
  },
} as const satisfies SpecRule

type Extra = NonNullable<NonNullable<DraftService['porter']>['extra']>

/** An annotation that a setting of ours becomes has one place, and it is not this. */
function findAnnotations({ ingressAnnotations }: Extra): SpecHit[] {
  if (!ingressAnnotations) return []
  return Object.values(ownAnnotations)
    .filter(({ name }) => Object.hasOwn(ingressAnnotations, name))
    .map(({ name, setting }) => ({
      path: ['porter', 'extra', 'ingressAnnotations', name],
      at: 'key',
      message: `This annotation is what \`${setting}\` becomes.`,
      fix: `Write \`${setting}\` instead.`,
    }))
}

/** Other ways to scale add to `autoscaling`, which says between which numbers. */
function findAlone(spec: DraftService): SpecHit[] {
  return listScaled(spec)
    .filter(({ owner }) => owner.porter?.extra?.autoscaling && owner.autoscaling === undefined)
    .map(({ path }) => ({
      path: [...path, 'porter', 'extra', 'autoscaling'],
      at: 'key',
      message: 'Nothing says how few and how many instances there may be.',
      fix: 'Write `autoscaling` with `min` and `max` too.',
    }))
}

/** The rules of porter.yaml itself, on what the service would be there. */
function findContradictions(spec: DraftService, extra: Extra): SpecHit[] {
  const port = spec.port ?? findSetting('port')?.default
  const { autoscaling: _, ...keys } = extra
  const service = { type: 'web', port, private: spec.private, ...keys }
  return serviceProblems(service, []).map(({ path, message, fix }) => ({
    path: path[0] === 'private' ? ['private'] : ['porter', 'extra', ...path],
    at: 'key',
    message: inWordsOfService(message),
    fix,
  }))
}

function findContradictionsOfProcesses(spec: DraftService): SpecHit[] {
  return listProcesses(spec).flatMap(({ path: own, process }) => {
    const extra = process.porter?.extra
    if (!isMap(extra)) return []
    const { autoscaling: _, ...keys } = extra
    return serviceProblems({ type: 'worker', ...keys }, []).map(({ path, message, fix }) => ({
      path: [...own, 'porter', 'extra', ...path],
      at: 'key' as const,
      message: inWordsOfService(message),
      fix,
    }))
  })
}

function inWordsOfService(message: string): string {
  return message.replace(/^porter\.yaml\b/, 'The service').replace(/^\./, '')
}
