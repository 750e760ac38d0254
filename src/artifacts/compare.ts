import { parse } from 'yaml'
import type { Repo } from '../repo/repo.ts'
import type { Artifact } from './artifact.ts'
import type { ArtifactChange, BlockReason, Change } from './change.ts'
import type { ArtifactKind } from './kinds/kind.ts'
import {
  type Marker,
  mayHaveMarker,
  mentionsMarker,
  normalize,
  type Origin,
  readMarker,
} from './marker.ts'

/** What writing a file would do to the repository. Nothing is decided twice: `check` and `generate` read this. */
export function compareArtifact(artifact: Artifact, origin: Origin, repo: Repo): ArtifactChange {
  if (artifact.path === origin.description)
    return { kind: 'blocked', artifact, before: '', reason: 'description' }
  if (!repo.contains(artifact.path))
    return { kind: 'blocked', artifact, before: '', reason: 'outside' }
  const before = repo.read(artifact.path)
  if (before === undefined) {
    return repo.has(artifact.path)
      ? { kind: 'blocked', artifact, before: '', reason: 'foreign' }
      : { kind: 'create', artifact }
  }
  const { content } = artifact
  // The text that was read stands for the one that was rendered: of thousands, nobody holds both.
  if (before === content) return { kind: 'unchanged', artifact: { ...artifact, content: before } }
  if (normalize(before) === normalize(content)) return { kind: 'unchanged', artifact }
  const reason = blockReason(before, artifact, origin, repo)
  if (reason) return { kind: 'blocked', artifact, before, reason }
  const stale =
    readMarker(before)?.descriptionHash !== readMarker(artifact.content)?.descriptionHash
  return { kind: 'update', artifact, before, reason: stale ? 'stale' : 'outdated' }
}

function blockReason(
  before: string,
  artifact: Artifact,
  origin: Origin,
  repo: Repo,
): BlockReason | undefined {
  if (namesAnotherApp(before, artifact)) return 'another-app'
  const marker = readMarker(before)
  if (!marker) return mentionsMarker(before) ? 'edited' : 'foreign'
  if (marker.description !== origin.description || hasNearerOwner(artifact.path, marker, repo))
    return 'foreign'
  return marker.bodyIsUntouched ? undefined : 'edited'
}

/** A porter.yaml of another app is the way to a live service: even force must not take it. A workflow is named freely. */
function namesAnotherApp(before: string, artifact: Artifact): boolean {
  if (!/\.ya?ml$/.test(artifact.path) || artifact.path.startsWith('.github/workflows/'))
    return false
  const [old, ours] = [appName(before), appName(artifact.content)]
  return (
    old !== undefined && ours !== undefined && old !== ours && !readMarker(before)?.bodyIsUntouched
  )
}

function appName(text: string): string | undefined {
  try {
    const value: unknown = parse(text, { uniqueKeys: false, logLevel: 'silent' })
    const name = (value as { name?: unknown } | null)?.name
    return typeof name === 'string' ? name : undefined
  } catch {
    // Not YAML: it names no app, and as a foreign file it is blocked anyway.
    return undefined
  }
}

/** A description of that name between the file and the top: the file was made from it, in a folder of its own. */
function hasNearerOwner(path: string, { description }: Marker, repo: Repo): boolean {
  const folders = path.split('/').slice(0, -1)
  return folders.some((_, index) =>
    repo.has(`${folders.slice(0, index + 1).join('/')}/${description}`),
  )
}

/**
 * Files of ours that this description no longer plans. Only the fixed artifact names are looked at, and what a kind
 * says of files under other names, so that a quoted marker in somebody's notes is never an orphan.
 */
export function findOrphans(
  kinds: readonly Pick<ArtifactKind, 'name' | 'renamed'>[],
  planned: readonly string[],
  { description, services = [] }: { description: string; services?: readonly string[] },
  repo: Repo,
): Change[] {
  const wanted = new Set(planned.map((path) => repo.realPath(path)))
  return repo
    .list()
    .filter((path) => !wanted.has(path) && kinds.some((kind) => isOfKind(path, kind, repo)))
    .flatMap((path): Change[] => {
      const marker = readMarker(repo.read(path) ?? '')
      if (!marker || marker.description !== description || hasNearerOwner(path, marker, repo))
        return []
      const { service } = marker
      const isGone = service !== undefined && !services.includes(service)
      const orphan = {
        kind: 'orphan',
        path,
        edited: !marker.bodyIsUntouched,
        removed: false,
      } as const
      return [isGone ? { ...orphan, goneService: service } : orphan]
    })
}

/** Of files under any name only those are read whole that begin like ours: a repository may hold thousands. */
function isOfKind(
  path: string,
  { name, renamed }: Pick<ArtifactKind, 'name' | 'renamed'>,
  repo: Repo,
): boolean {
  if (path.split('/').at(-1) === name) return true
  if (!renamed?.named.test(path) || !mayHaveMarker(repo.readStart(path) ?? '')) return false
  return renamed.isOne(repo.read(path) ?? '')
}
