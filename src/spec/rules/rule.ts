import type { RuleInfo } from '../checks.ts'
import type { Path } from '../locate.ts'
import type { DraftService } from '../schema.ts'

/** A place in the description that a rule objects to. */
export interface SpecHit {
  readonly path: Path
  /** Points at the key instead of the value. */
  readonly at?: 'key'
  readonly message: string
  /** Instead of the rule's own fix, when the values allow a better one. */
  readonly fix?: string
}

/** A rule about the meaning of a description: each value may be fine, together they are not. */
export interface SpecRule extends RuleInfo {
  readonly id: string
  /** Judges whatever parsed; a value that has a mistake of its own is absent. */
  find(spec: DraftService): SpecHit[]
}
