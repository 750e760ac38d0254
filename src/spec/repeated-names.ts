import { type Finding, formatLocation, type Location } from '../findings/finding.ts'
import type { RuleInfo } from './checks.ts'
import type { Locator } from './locate.ts'

/** What is wrong with services only beside each other. */
export const servicesChecks = {
  'service-name-repeated': {
    severity: 'error',
    why: 'The name is that of the Porter app: the second service would be deployed over the first.',
    fix: 'Give each service a name of its own. A worker or job of the same app belongs under `processes`.',
  },
} as const satisfies Record<string, RuleInfo>

/** A service as far as it parsed. */
interface Named {
  /** Undefined where it is missing or has a mistake. */
  readonly name: string | undefined
  readonly locate: Locator
}

/** Services that would be one Porter app. */
export function findRepeatedNames(services: readonly Named[]): Finding[] {
  const first = new Map<string, Named>()
  return services.flatMap((service): Finding[] => {
    const { name } = service
    if (name === undefined) return []
    const earlier = first.get(name)
    if (!earlier) {
      first.set(name, service)
      return []
    }
    const { severity, fix } = servicesChecks['service-name-repeated']
    const place = formatLocation(earlier.locate.value(['name']))
    const message = `\`${name}\` is the name of another service too (${place}).`
    return [
      { rule: 'service-name-repeated', severity, message, fix, where: placeOf(service, place) },
    ]
  })
}

/** Where its name stands; a service that is an alias of the earlier one has no name of its own to point at. */
function placeOf({ locate }: Named, earlier: string): Location {
  const where = locate.value(['name'])
  return formatLocation(where) === earlier ? locate.value([]) : where
}
