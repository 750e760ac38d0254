import { type BlockReason, type Change, pathOf } from './change.ts'

/** What a person agreed to: all of it, some paths, or nothing. */
export type Force = true | readonly string[] | undefined

/** Reasons that no flag lifts: what stands there is not theirs to give, or is the description itself. */
const neverForced: readonly BlockReason[] = ['another-app', 'outside', 'description']

/** The changes as they will be carried out, with what was agreed to taken into account. */
export function applyConsent(changes: readonly Change[], force: Force, prune: boolean): Change[] {
  return changes.map((change): Change => {
    if (change.kind === 'orphan')
      return { ...change, removed: prune && (!change.edited || agrees(force, change.path)) }
    if (change.kind !== 'blocked' || neverForced.includes(change.reason)) return change
    const { artifact, before } = change
    return agrees(force, artifact.path)
      ? { kind: 'update', artifact, before, reason: 'forced' }
      : change
  })
}

/** Paths that were named but mean no file here: a slip that would otherwise look like consent. */
export function findUnknownPaths(changes: readonly Change[], force: Force): string[] {
  const known = new Set(changes.map(pathOf))
  return Array.isArray(force) ? force.filter((path) => !known.has(tidy(path))) : []
}

function agrees(force: Force, path: string): boolean {
  return force === true || (force?.some((named) => tidy(named) === path) ?? false)
}

/** `./a//b` and `a/b` are one path. */
function tidy(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/\/+/g, '/')
    .replace(/^(?:\.\/)+/, '')
}
