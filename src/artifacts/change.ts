import type { Artifact } from './artifact.ts'

/** Why a file that is there is not what it should be. */
type UpdateReason = 'stale' | 'outdated' | 'forced'
export type BlockReason = 'edited' | 'foreign' | 'another-app' | 'outside' | 'description'

/** What writing would do to one file. */
export type Change = ArtifactChange | Orphan

/** The same for a file that is planned. */
export type ArtifactChange =
  | { readonly kind: 'create' | 'unchanged'; readonly artifact: Artifact }
  | {
      readonly kind: 'update'
      readonly artifact: Artifact
      readonly before: string
      readonly reason: UpdateReason
    }
  | {
      readonly kind: 'blocked'
      readonly artifact: Artifact
      readonly before: string
      readonly reason: BlockReason
    }

/** A file of ours that is planned no longer. */
interface Orphan {
  readonly kind: 'orphan'
  readonly path: string
  readonly edited: boolean
  /** The service it was made for, where the description has none of that name any more. */
  readonly goneService?: string
  readonly removed: boolean
}

export function pathOf(change: Change): string {
  return change.kind === 'orphan' ? change.path : change.artifact.path
}
