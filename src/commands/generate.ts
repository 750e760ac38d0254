import { type Change, pathOf } from '../artifacts/change.ts'
import { applyConsent, findUnknownPaths } from '../artifacts/consent.ts'
import { diffText } from '../artifacts/diff.ts'
import { describeChange, driftChecks } from '../audit/drift.ts'
import { type Finding, findingOf } from '../findings/finding.ts'
import { removeFiles, writeFiles } from '../io/write-files.ts'
import type { Outcome } from '../outcome.ts'
import type { Generation } from '../pipeline.ts'
import type { CommandContext } from './context.ts'
import { readDescription } from './description.ts'
import { findInputProblems } from './inputs.ts'

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
  const read = await readDescription(context)
  if (!read.ok) return { ok: false, findings: read.findings, summary: 'Nothing was written.' }
  const { generation, spec } = read
  if (options.stdout !== undefined) return printOne(generation, options.stdout)

  const unknown = findUnknownPaths(generation.changes, options.force)
  if (unknown.length > 0)
    return { ok: false, findings: unknown.map(unknownPath), summary: 'Nothing was written.' }

  const changes = applyConsent(generation.changes, options.force, options.prune === true)
  const writes = changes.filter(isWrite)
  const findings = [
    ...spec.warnings,
    ...findInputProblems(generation.plans, context.repo),
    ...(writes.length > 0 || usesOwn(generation) ? await prove(generation.byService) : []),
  ]
  const blocked = changes.some(({ kind }) => kind === 'blocked')
  if (blocked || findings.some(({ severity }) => severity === 'error'))
    return refuse(changes, findings)

  const applied = options.dryRun !== true && options.diff !== true
  if (applied) carryOut(context.top, changes)
  return {
    ok: true,
    findings: [...findings, ...changes.flatMap(leftOrphan)],
    changes,
    applied,
    diffs: options.diff ? writes.map(diffOf) : [],
    summary: summarize(changes, applied),
  }
}

function carryOut(top: string, changes: readonly Change[]): void {
  writeFiles(
    top,
    changes.filter(isWrite).map(({ artifact }) => artifact),
  )
  removeFiles(
    top,
    changes.filter((change) => change.kind === 'orphan' && change.removed).map(pathOf),
  )
}

function isWrite(change: Change): change is Extract<Change, { kind: 'create' | 'update' }> {
  return change.kind === 'create' || change.kind === 'update'
}

/** What a person's templates render is never known to hold, even where nothing is to be written. */
function usesOwn({ artifacts }: Generation): boolean {
  return artifacts.some(({ own }) => own !== undefined)
}

/** Parsing everything back is slow beside the rest, so it is loaded only when something is to be written. */
async function prove(services: Generation['byService']): Promise<Finding[]> {
  const { proveServices } = await import('../audit/prove.ts')
  return proveServices(services)
}

function refuse(changes: readonly Change[], findings: readonly Finding[]): Outcome {
  const blocked = changes.filter((change) => change.kind === 'blocked')
  return {
    ok: false,
    findings: [...findings, ...blocked.flatMap((change) => describeChange(change) ?? [])],
    changes,
    applied: false,
    diffs: blocked.filter(({ reason }) => reason === 'edited' || reason === 'foreign').map(diffOf),
    summary: 'Nothing was written.',
  }
}

function diffOf(change: Change): { path: string; text: string } {
  if (change.kind === 'orphan') return { path: change.path, text: '' }
  const before = 'before' in change ? change.before : ''
  return {
    path: change.artifact.path,
    text: diffText(change.artifact.path, before, change.artifact.content),
  }
}

function leftOrphan(change: Change): Finding[] {
  const finding = change.kind === 'orphan' && !change.removed ? describeChange(change) : undefined
  return finding ? [finding] : []
}

function unknownPath(path: string): Finding {
  return findingOf(driftChecks, 'file-not-planned', {
    message: 'No file of this description has this path, so there is nothing to overwrite.',
    where: { file: path },
  })
}

/** A whole path wins; the end of one is enough where only one file has it. */
async function printOne(generation: Generation, wanted: string): Promise<Outcome> {
  const { artifacts } = generation
  const exact = artifacts.filter(({ path }) => path === wanted)
  const alike = artifacts.filter(({ path }) => path.endsWith(`/${wanted}`))
  const meant = exact.length > 0 ? exact : alike
  const [artifact] = meant
  const broken = usesOwn(generation) ? await prove(generation.byService) : []
  if (broken.length > 0) return { ok: false, findings: broken }
  if (artifact && meant.length === 1) return { ok: true, findings: [], document: artifact.content }
  const known = (artifact ? meant : artifacts).map(({ path }) => path).join(', ')
  const finding = findingOf(driftChecks, 'file-not-planned', {
    message: artifact
      ? `Several files of this description are called ${wanted}.`
      : `No file of this description is called ${wanted}.`,
    fix: `Name one of: ${known}.`,
    where: { file: wanted },
  })
  return { ok: false, findings: [finding] }
}

function summarize(changes: readonly Change[], applied: boolean): string {
  const count = (kind: Change['kind']) => changes.filter((change) => change.kind === kind).length
  const written = count('create') + count('update')
  const removed = changes.filter((change) => change.kind === 'orphan' && change.removed).length
  const would = applied ? '' : 'would be '
  const parts = [
    ...(written > 0 ? [`${plural(written)} ${would}written`] : []),
    ...(removed > 0 ? [`${plural(removed)} ${would}removed`] : []),
    ...(written + removed > 0 ? [`${count('unchanged')} unchanged`] : []),
  ]
  return parts.length > 0
    ? `${parts.join(', ')}.`
    : `Everything is current: ${plural(count('unchanged'))}.`
}

function plural(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`
}
