import type { Artifact } from '../artifacts/artifact.ts'
import { imageKinds } from '../artifacts/kinds/index.ts'
import { underRoot } from '../artifacts/kinds/kind.ts'
import { readMarker } from '../artifacts/marker.ts'
import type { ServiceFiles } from '../artifacts/render.ts'
import { describeChange } from '../audit/drift.ts'
import { findSetUpBefore, type SetUp } from '../audit/set-up-before.ts'
import type { Finding } from '../findings/finding.ts'
import type { Generation } from '../pipeline.ts'
import { type Plan, servesWeb } from '../plan/plan.ts'
import { prepareBeforeInContainer } from '../verify/before/as-container.ts'
import { asItStands, prepareBefore } from '../verify/before/as-process.ts'
import type { PrepareOptions } from '../verify/probe.ts'
import { probes } from '../verify/probes/index.ts'
import { type Proof, type ProveOptions, prove } from '../verify/prove.ts'
import { masker, type ServiceReport } from '../verify/report.ts'
import { type ChosenRuntime, chooseRuntime } from '../verify/runtimes/index.ts'
import type { CommandContext } from './context.ts'
import { finding } from './verify-findings.ts'
import type { VerifyOptions } from './verify-options.ts'

/** What came of one service. */
export interface Attempt {
  readonly plan: Plan
  /** Whether it was asked where it is deployed, and no file here was looked at. */
  readonly isDeployed?: true
  /** What stood in the way, before anything was started. */
  readonly findings: readonly Finding[]
  readonly report?: ServiceReport
  /** What this machine lacks. */
  readonly lacks?: { readonly reason: string; readonly log: readonly string[] }
}

export interface Given {
  readonly context: CommandContext
  readonly generation: Generation
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly onStep: (step: string) => void
}

/** Probes the files of one service as they stand, and with `before` what they replace. */
export async function verifyService(
  service: ServiceFiles,
  options: VerifyOptions,
  given: Given,
): Promise<Attempt> {
  const { plan } = service
  const { context, env, onStep, signal } = given
  const setUp = options.before ? findSetUpBefore(context.repo, plan.root.value) : undefined
  const files = filesToRun(service, options.before === true, given)
  const findings = [
    ...files.missing,
    ...findMissingVariables(plan, given),
    ...(options.before && !setUp ? [tellNothingBefore(plan, context)] : []),
  ]
  if (findings.length > 0) return { plan, findings }

  // What no Dockerfile describes cannot be built: both sides are then started as processes.
  const chosen = await chooseRuntime(setUp && !setUp.dockerfile ? 'process' : options.runtime)
  if (!chosen.ok) return { plan, findings, lacks: { reason: chosen.reason, log: [] } }
  const how = {
    probes,
    runtime: chosen.id,
    signal,
    onStep,
    mask: masker(env),
    keep: options.keep === true,
  }
  const prepare = { top: context.top, env, onStep, signal }
  const before = setUp && (await proveBefore(setUp, plan, how, prepare))
  if (before && !before.ok) return { plan, findings, lacks: before }
  const ours = await proveOurs(files.artifacts, plan, how, prepare, chosen)
  if (!ours.ok) return { plan, findings, lacks: ours }
  const report = { service: plan.name.value, ...ours.report }
  if (!before || !setUp) return { plan, findings, report }
  const notes = [...setUp.notes, ...before.report.notes]
  return {
    plan,
    findings,
    report: { ...report, before: { ...before.report, notes, source: setUp.source } },
  }
}

function proveOurs(
  artifacts: readonly Artifact[],
  plan: Plan,
  how: ProveOptions,
  prepare: PrepareOptions,
  { runtime }: Extract<ChosenRuntime, { ok: true }>,
): Promise<Proof> {
  return prove(() => runtime.prepare(artifacts, plan, prepare), plan, how)
}

function proveBefore(
  setUp: SetUp,
  plan: Plan,
  how: ProveOptions,
  prepare: PrepareOptions,
): Promise<Proof> {
  const onStep = (step: string) => how.onStep(`before: ${step}`)
  const told = { ...how, onStep }
  const expected = servesWeb(plan) ? asItStands(plan) : plan
  const { dockerfile } = setUp
  const options = { ...prepare, onStep }
  const start = () =>
    dockerfile && how.runtime === 'docker'
      ? prepareBeforeInContainer({ ...setUp, dockerfile }, expected, options)
      : prepareBefore(setUp, plan, options)
  return prove(start, expected, told)
}

interface Files {
  readonly artifacts: readonly Artifact[]
  readonly missing: readonly Finding[]
}

/**
 * The files on disk, edited or not. Beside another set-up they need not be written yet: what is missing, or somebody
 * else's, is then taken as it would be.
 */
function filesToRun({ plan, artifacts }: ServiceFiles, mayRender: boolean, given: Given): Files {
  const { repo } = given.context
  const needed = new Set(imageKinds.map((kind) => kind.path(plan)))
  const inImage = artifacts.filter(({ path }) => needed.has(path))
  const onDisk = inImage.map((artifact) => ({ artifact, content: repo.read(artifact.path) }))
  const isRendered = (content: string | undefined) =>
    mayRender && (content === undefined || readMarker(content) === undefined)
  const missing = onDisk
    .filter(({ content }) => content === undefined && !mayRender)
    .map(({ artifact }) => artifact)
  return {
    artifacts: onDisk.map(({ artifact, content }) =>
      isRendered(content) ? artifact : { ...artifact, content: content ?? '' },
    ),
    missing: given.generation.changes
      .filter((change) => change.kind !== 'orphan' && missing.includes(change.artifact))
      .flatMap((change) => describeChange(change) ?? []),
  }
}

function findMissingVariables(plan: Plan, { env, context }: Given): Finding[] {
  const missing = plan.requires.value.filter((name) => !(name in env) && !(name in plan.env.value))
  if (missing.length === 0) return []
  const { where = { file: context.specFile } } = plan.requires
  const message = `\`requires\` names ${missing.join(', ')}, and nothing here sets ${missing.length > 1 ? 'them' : 'it'}.`
  return [finding('required-variable-missing', message, where)]
}

function tellNothingBefore(plan: Plan, { repo, specFile }: CommandContext): Finding {
  const dockerfile = underRoot(plan, 'Dockerfile')
  const isOurs = readMarker(repo.read(dockerfile) ?? '') !== undefined
  const message = isOurs
    ? `${dockerfile} is one of ours, and no Procfile and no start command in a porter.yaml stands beside it.`
    : `There is no Dockerfile, no Procfile and no start command in a porter.yaml for ${plan.name.value}.`
  return finding('nothing-stood-before', message, { file: isOurs ? dockerfile : specFile })
}
