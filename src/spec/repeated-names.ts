import { type Finding, formatLocation } from '../findings/finding.ts'
import type { RuleInfo } from './checks.ts'
import type { ServiceSpec } from './load.ts'

/** What is wrong with services only beside each other. */
export const servicesChecks = {
  'service-name-repeated': {
    severity: 'error',
    why: 'The name is that of the Porter app: the second service would be deployed over the first.',
    fix: 'Give each service a name of its own. A worker or job of the same app belongs under `processes`.',
  },
} as const satisfies Record<string, RuleInfo>

/** Services that would be one Porter app. A service that is not valid yet has nothing to compare. */
export function findRepeatedNames(services: readonly (ServiceSpec | undefined)[]): Finding[] {
  const first = new Map<string, ServiceSpec>()
  return services.flatMap((service): Finding[] => {
    if (!service) return []
    const { name } = service.written
    const earlier = first.get(name)
    if (!earlier) {
      first.set(name, service)
      return []
    }
    const { severity, fix } = servicesChecks['service-name-repeated']
    const message = `\`${name}\` is the name of another service too (${formatLocation(earlier.locate.value(['name']))}).`
    const where = service.locate.value(['name'])
    return [{ rule: 'service-name-repeated', severity, message, fix, where }]
  })
}
