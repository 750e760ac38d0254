import type { Artifact } from '../artifacts/artifact.ts'
import { type Change, pathOf } from '../artifacts/change.ts'
import { diffText } from '../artifacts/diff.ts'
import { describeChange } from '../audit/drift.ts'
import { findMissingInputs } from '../audit/inputs.ts'
import type { Finding } from '../findings/finding.ts'
import { removeFiles, writeFiles } from '../io/write-files.ts'
import type { Outcome } from '../outcome.ts'
import type { Generation } from '../pipeline.ts'
import type { CommandContext } from './context.ts'
import { readDescription } from './description.ts'

export interface GenerateOptions {
  readonly dryRun?: boolean
  readonly diff?: boolean
  /** Paths to overwrite although they are foreign or edited; true means all of them. */
  readonly force?: true | readonly string[]
  readonly prune?: boolean
  /** Prints this one file instead of writing any. */
  readonly stdout?: string
}

/** Description to files. Everything is decided before the first byte is written. */
export async function generate(
  context: CommandContext,
  options: GenerateOptions,
): Promise<Outcome> {
  const read = readDescription(context)
  if (!read.ok) return { ok: false, findings: read.findings, summary: 'Nothing was written.' }
  const { generation, spec } = read
  if (options.stdout !== undefined) return printOne(generation, options.stdout)

  const changes = generation.changes.map((change) => applyForce(change, options.force))
  const writes = changes.filter(isWrite)
  const findings = [
    ...spec.warnings,
    ...generation.plans.flatMap((plan) => findMissingInputs(plan, context.repo)),
    ...(writes.length > 0 ? await prove(generation.artifacts) : []),
  ]
  const blocked = changes.some((change) => change.kind === 'blocked')
  if (blocked || findings.some(({ severity }) => severity === 'error'))
    return refuse(changes, findings)

  const orphans = changes.filter(
    (change) => change.kind === 'orphan' && (!change.edited || options.force === true),
  )
  const dry = options.dryRun === true || options.diff === true
  if (!dry) {
    writeFiles(
      context.top,
      writes.map(({ artifact }) => artifact),
    )
    if (options.prune) removeFiles(context.top, orphans.map(pathOf))
  }
  const applied = !dry
  return {
    ok: true,
    findings: [
      ...findings,
      ...(options.prune ? [] : changes.flatMap((change) => orphanNotice(change))),
    ],
    changes: options.prune && applied ? markRemoved(changes, orphans.map(pathOf)) : changes,
    applied,
    diffs: options.diff ? writes.map(diffOf) : [],
    summary: summarize(changes, applied),
  }
}

function isWrite(change: Change): change is Extract<Change, { kind: 'create' | 'update' }> {
  return change.kind === 'create' || change.kind === 'update'
}

/** Parsing everything back is slow beside the rest, so it is loaded only when something is to be written. */
async function prove(artifacts: readonly Artifact[]): Promise<Finding[]> {
  const { proveArtifacts } = await import('../audit/prove.ts')
  return proveArtifacts(artifacts)
}

function refuse(changes: readonly Change[], findings: readonly Finding[]): Outcome {
  const blocked = changes.filter((change) => change.kind === 'blocked')
  return {
    ok: false,
    findings: [...findings, ...blocked.flatMap((change) => describeChange(change) ?? [])],
    changes,
    applied: false,
    diffs: blocked.filter(({ reason }) => reason === 'edited').map(diffOf),
    summary: 'Nothing was written.',
  }
}

/** A person said yes to losing an edit; a file of another app, or outside the repository, is not theirs to give. */
function applyForce(change: Change, force: GenerateOptions['force']): Change {
  if (change.kind !== 'blocked' || force === undefined) return change
  if (change.reason === 'another-app' || change.reason === 'outside') return change
  const { artifact, before } = change
  return force === true || force.includes(artifact.path)
    ? { kind: 'update', artifact, before, reason: 'forced' }
    : change
}

function diffOf(change: Change): { path: string; text: string } {
  if (change.kind === 'orphan') return { path: change.path, text: '' }
  const before = 'before' in change ? change.before : ''
  return {
    path: change.artifact.path,
    text: diffText(change.artifact.path, before, change.artifact.content),
  }
}

function orphanNotice(change: Change): Finding[] {
  const finding = change.kind === 'orphan' ? describeChange(change) : undefined
  return finding ? [finding] : []
}

function markRemoved(changes: readonly Change[], removed: readonly string[]): Change[] {
  return changes.filter((change) => !removed.includes(pathOf(change)))
}

function printOne(generation: Generation, wanted: string): Outcome {
  const artifact = generation.artifacts.find(
    ({ path }) => path === wanted || path.endsWith(`/${wanted}`),
  )
  if (artifact) return { ok: true, findings: [], document: artifact.content }
  const known = generation.artifacts.map(({ path }) => path).join(', ')
  return {
    ok: false,
    findings: [
      {
        rule: 'file-not-planned',
        severity: 'error',
        message: `No file of this description is called ${wanted}.`,
        fix: `Name one of: ${known}.`,
        where: { file: wanted },
      },
    ],
  }
}

function summarize(changes: readonly Change[], applied: boolean): string {
  const count = (kind: Change['kind']) => changes.filter((change) => change.kind === kind).length
  const written = count('create') + count('update')
  if (written === 0) return `Everything is current: ${count('unchanged')} files.`
  const verb = applied ? 'written' : 'would be written'
  return `${written} ${written === 1 ? 'file' : 'files'} ${verb}, ${count('unchanged')} unchanged.`
}
