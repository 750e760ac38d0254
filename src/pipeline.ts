import type { Artifact } from './artifacts/artifact.ts'
import type { Change } from './artifacts/change.ts'
import { compareArtifacts, findOrphans } from './artifacts/compare.ts'
import { imageKinds } from './artifacts/kinds/index.ts'
import { originOf, renderArtifacts } from './artifacts/render.ts'
import type { Finding } from './findings/finding.ts'
import { buildPlan } from './plan/build.ts'
import type { Plan } from './plan/plan.ts'
import type { Repo } from './repo/repo.ts'
import { loadSpec, type Spec } from './spec/load.ts'
import { targets } from './targets/index.ts'

/** Every kind of file, in the order in which people read them. */
export const artifactKinds = [...imageKinds, ...targets.porter]

/** What one description comes to: its plans, its files, and what writing them would do here. */
export interface Generation {
  readonly plans: readonly Plan[]
  readonly artifacts: readonly Artifact[]
  readonly changes: readonly Change[]
}

export type Read =
  | { ok: true; spec: Spec; generation: Generation }
  | { ok: false; findings: readonly Finding[] }

/** Text to spec to plan to artifacts to changes: the whole tool, without touching the machine. */
export function generateFrom(bytes: Uint8Array, file: string, repo: Repo): Read {
  const loaded = loadSpec(bytes, file)
  if (!loaded.ok) return loaded
  const services = loaded.spec.services.map((spec) => {
    const plan = buildPlan(spec)
    return { origin: originOf(spec), plan, artifacts: renderArtifacts(artifactKinds, spec, plan) }
  })
  const artifacts = services.flatMap((service) => service.artifacts)
  const planned = artifacts.map(({ path }) => path)
  const changes = [
    ...services.flatMap((service) => compareArtifacts(service.artifacts, service.origin, repo)),
    ...findOrphans(
      artifactKinds.map(({ name }) => name),
      planned,
      services.map(({ origin }) => origin),
      repo,
    ),
  ]
  const plans = services.map(({ plan }) => plan)
  return { ok: true, spec: loaded.spec, generation: { plans, artifacts, changes } }
}
