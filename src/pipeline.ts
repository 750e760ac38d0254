import type { Artifact } from './artifacts/artifact.ts'
import type { Change } from './artifacts/change.ts'
import { findClaims } from './artifacts/claims.ts'
import { compareArtifact, findOrphans } from './artifacts/compare.ts'
import { imageKinds } from './artifacts/kinds/index.ts'
import { renderServices } from './artifacts/render.ts'
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
  const services = loaded.spec.services.map((spec) => ({ spec, plan: buildPlan(spec) }))
  const rendered = renderServices(artifactKinds, services)
  const claims = findClaims(rendered)
  if (claims.length > 0) return { ok: false, findings: claims }
  const artifacts = rendered.map(({ artifact }) => artifact)
  const changes = [
    ...rendered.map(({ artifact, origin }) => compareArtifact(artifact, origin, repo)),
    ...findOrphans(
      artifactKinds,
      artifacts.map(({ path }) => path),
      file,
      repo,
    ),
  ]
  const plans = services.map(({ plan }) => plan)
  return { ok: true, spec: loaded.spec, generation: { plans, artifacts, changes } }
}
