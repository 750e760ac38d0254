import type { Plan } from '../plan/plan.ts'
import type { ServiceSpec } from '../spec/load.ts'
import type { Artifact } from './artifact.ts'
import type { ArtifactKind } from './kinds/kind.ts'
import { hashValue, type Origin, stamp } from './marker.ts'

/** Every file of one service, marker on top. */
export function renderArtifacts(
  kinds: readonly ArtifactKind[],
  spec: ServiceSpec,
  plan: Plan,
): Artifact[] {
  const origin = originOf(spec)
  return kinds.flatMap((kind) => {
    const path = kind.path(plan)
    return path === undefined
      ? []
      : [{ path, content: stamp(kind.render(plan), kind.comment, origin) }]
  })
}

/** The hash is of what was written, not of the defaults: a release that changes a default makes files outdated, not stale. */
export function originOf(spec: ServiceSpec): Origin {
  return {
    description: spec.file,
    service: spec.written.name,
    descriptionHash: hashValue(spec.written),
  }
}
