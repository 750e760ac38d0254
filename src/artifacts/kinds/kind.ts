import { joinPath } from '../../facts/paths.ts'
import type { Plan } from '../../plan/plan.ts'
import type { CommentStyle } from '../artifact.ts'
import type { Fill, Template } from '../templates.ts'

/** One kind of file that a service gets. */
export interface ArtifactKind {
  /** The file's usual name, by which an orphan is recognised. */
  readonly name: string
  readonly comment: CommentStyle
  /** True for a file that services share when they are built from one folder: it is written once. */
  readonly isShared?: true
  /** For a kind that a description may call anything: which files to look at, and whether one is of this kind. */
  readonly renamed?: { readonly named: RegExp; isOne(content: string): boolean }
  /** Where it belongs, relative to the repository's top; undefined when this service does not want it. */
  path(plan: Plan): string | undefined
  /** What it may be rendered from. */
  readonly templates: readonly Template[]
  /**
   * The file without its marker, from the built-in template unless `fill` knows another. `sharers` are all plans that
   * are built from the same folder; absent, it is alone.
   */
  render(plan: Plan, fill?: Fill, sharers?: readonly Plan[]): string
}

/** A path under the service's folder. */
export function underRoot(plan: Plan, name: string): string {
  return joinPath(plan.root.value, name)
}
