import { type Finding, formatLocation } from '../findings/finding.ts'
import type { RuleInfo } from '../spec/checks.ts'
import type { PlannedService, Rendered } from './render.ts'

/** What is wrong with files of several services only beside each other. */
export const claimChecks = {
  'path-claimed-twice': {
    severity: 'error',
    why: 'One file cannot belong to two services: the second would be written over the first.',
    fix: 'Give each service a `root` of its own. What runs the same image belongs under `processes` of one service.',
  },
} as const satisfies Record<string, RuleInfo>

/** Two services that want one path: said once for each pair, at the later one. */
export function findClaims(rendered: readonly Rendered[]): Finding[] {
  const owners = new Map<string, PlannedService>()
  const told = new Set<PlannedService>()
  return rendered.flatMap(({ artifact: { path }, service }): Finding[] => {
    const owner = owners.get(path)
    if (!owner) owners.set(path, service)
    if (!owner || owner === service || told.has(service)) return []
    told.add(service)
    const { severity, fix } = claimChecks['path-claimed-twice']
    const place = formatLocation(owner.spec.locate.value(['name']))
    const message = `${path} belongs to \`${owner.plan.name.value}\` already (${place}).`
    const key = path === service.plan['porter.file'].value ? ['porter', 'file'] : ['root']
    const where = service.spec.locate.value(key)
    return [{ rule: 'path-claimed-twice', severity, message, fix, where }]
  })
}
