import type { Finding } from '../findings/finding.ts'
import { folderInContext, type Plan } from '../plan/plan.ts'
import type { ServiceSpec } from '../spec/load.ts'
import type { Artifact } from './artifact.ts'
import type { ArtifactKind } from './kinds/kind.ts'
import { hashValue, type Origin, stamp } from './marker.ts'

/** A service with the decisions about it. */
export interface PlannedService {
  readonly spec: ServiceSpec
  readonly plan: Plan
}

/** A file with what its marker says of where it comes from. */
export interface Rendered {
  readonly artifact: Artifact
  readonly origin: Origin
  /** The service that it was planned for, of several that share it the first. */
  readonly service: PlannedService
  /** What is wrong with a person's templates for it; with any, it is not what the person meant. */
  readonly findings: readonly Finding[]
}

/** A file from a person's own templates, or from the built-in one where they have none for it. */
export type RenderOwn = (request: RenderRequest) => Pick<Rendered, 'artifact' | 'findings'>

export interface RenderRequest {
  readonly kind: ArtifactKind
  readonly path: string
  readonly service: PlannedService
  readonly sharers: readonly Plan[]
  readonly origin: Origin
}

/**
 * Every file of every service, marker on top, one after the other: of thousands nobody needs to hold them all. A shared
 * file stands among those of the first service that has it.
 */
export function* renderServices(
  kinds: readonly ArtifactKind[],
  services: readonly PlannedService[],
  renderOwn?: RenderOwn,
): Generator<Rendered> {
  const contexts = groupBy(services, ({ plan }) => plan.contextFolder.value)
  for (const service of services) {
    const sharers = contexts.get(service.plan.contextFolder.value) ?? [service]
    const own = originOf(service.spec)
    for (const kind of kinds) {
      if (kind.isShared && sharers[0] !== service) continue
      const origin = kind.isShared && sharers.length > 1 ? sharedOrigin(sharers) : own
      const path = kind.path(service.plan)
      const plans = sharers.map(({ plan }) => plan)
      if (path !== undefined)
        yield renderOne({ kind, path, service, sharers: plans, origin }, renderOwn)
    }
  }
}

/** What one service comes to. */
export interface ServiceFiles {
  readonly plan: Plan
  readonly artifacts: readonly Artifact[]
}

/** The files of each service, with those that it shares: what is deployed, and so judged, together. */
export function artifactsByService(rendered: readonly Rendered[]): ServiceFiles[] {
  const shared = rendered.filter(({ origin }) => origin.service === undefined)
  const sharedIn = groupBy(shared, ({ service }) => service.plan.contextFolder.value)
  const own = groupBy(rendered, ({ service }) => service)
  return [...own].map(([service, files]) => {
    const more = sharedIn.get(service.plan.contextFolder.value) ?? []
    const artifacts = [...new Set([...more, ...files])].map(({ artifact }) => artifact)
    return { plan: service.plan, artifacts }
  })
}

/** What Map.groupBy does, which Node has from 21 on. */
function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

function renderOne(request: RenderRequest, renderOwn: RenderOwn | undefined): Rendered {
  const { kind, path, service, sharers, origin } = request
  const { plan } = service
  if (plan.templates.value === undefined) {
    const content = stamp(kind.render(plan, undefined, sharers), kind.comment, origin)
    return { artifact: { path, content }, origin, service, findings: [] }
  }
  if (!renderOwn) throw new Error('templates: the compiler was not loaded')
  return { ...renderOwn(request), origin, service }
}

/**
 * The hash is of what was written, not of the defaults: a release that changes a default makes files outdated, not
 * stale. That a service is one of several counts, since it decides where its porter.yaml stands.
 */
function originOf(spec: ServiceSpec): Origin {
  return {
    description: spec.file,
    service: spec.written.name,
    descriptionHash: hashValue(spec.isOneOfSeveral ? [spec.written] : spec.written),
  }
}

/** A shared file depends on where its services stand and on what they ignore, and on nothing else of them. */
function sharedOrigin(sharers: readonly PlannedService[]): Origin {
  const [first] = sharers
  const parts = sharers.map(({ plan }) => [folderInContext(plan), plan['image.ignore'].value])
  return {
    description: first?.spec.file ?? '',
    service: undefined,
    descriptionHash: hashValue(parts),
  }
}
