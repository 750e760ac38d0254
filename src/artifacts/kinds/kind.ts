import type { Plan } from '../../plan/plan.ts'
import type { CommentStyle } from '../artifact.ts'

/** One kind of file that a service gets. */
export interface ArtifactKind {
  /** The file's usual name, by which an orphan is recognised. */
  readonly name: string
  readonly comment: CommentStyle
  /** Where it belongs, relative to the repository's top; undefined when this service does not want it. */
  path(plan: Plan): string | undefined
  /** The file without its marker. */
  render(plan: Plan): string
}

/** A path under the service's folder. */
export function underRoot(plan: Plan, name: string): string {
  return plan.root.value === '.' ? name : `${plan.root.value}/${name}`
}
