import type { Artifact } from './artifacts/artifact.ts'
import type { Change } from './artifacts/change.ts'
import { findClaims } from './artifacts/claims.ts'
import { compareArtifact, findOrphans } from './artifacts/compare.ts'
import { imageKinds } from './artifacts/kinds/index.ts'
import {
  artifactsByService,
  type RenderOwn,
  renderServices,
  type ServiceFiles,
} from './artifacts/render.ts'
import { byLocation, type Finding } from './findings/finding.ts'
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
  /** The same files by service; one that several share is with each of them. */
  readonly byService: readonly ServiceFiles[]
  readonly changes: readonly Change[]
}

export type Read =
  | { ok: true; spec: Spec; generation: Generation }
  | { ok: false; findings: readonly Finding[] }

/** Text to spec to plan to artifacts to changes: the whole tool, without touching the machine. */
export function generateFrom(
  bytes: Uint8Array,
  file: string,
  repo: Repo,
  renderOwn?: RenderOwn,
): Read {
  const loaded = loadSpec(bytes, file)
  return loaded.ok ? generateSpec(loaded.spec, file, repo, renderOwn) : loaded
}

/** Whether a description brings templates of its own: only then the compiler for them is loaded. */
export function usesOwnTemplates({ services }: Spec): boolean {
  return services.some(({ written }) => written.templates !== undefined)
}

/** A valid description to its files. `renderOwn` is needed where it brings templates of its own. */
export function generateSpec(spec: Spec, file: string, repo: Repo, renderOwn?: RenderOwn): Read {
  const services = spec.services.map((service) => ({ spec: service, plan: buildPlan(service) }))
  const compared = Array.from(renderServices(artifactKinds, services, renderOwn), (rendered) => {
    const change = compareArtifact(rendered.artifact, rendered.origin, repo)
    return { ...rendered, artifact: change.artifact, change }
  })
  const refused = [
    ...findClaims(compared),
    ...uniqueFindings(compared.flatMap(({ findings }) => findings)),
  ]
  if (refused.length > 0) return { ok: false, findings: refused.sort(byLocation) }
  const plans = services.map(({ plan }) => plan)
  const artifacts = compared.map(({ artifact }) => artifact)
  const changes = [
    ...compared.map(({ change }) => change),
    ...findOrphans(
      artifactKinds,
      artifacts.map(({ path }) => path),
      { description: file, services: plans.map(({ name }) => name.value) },
      repo,
    ),
  ]
  const byService = artifactsByService(compared)
  return { ok: true, spec, generation: { plans, artifacts, byService, changes } }
}

/** Services that share a template share what is wrong with it. */
function uniqueFindings(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]
}
