import type { Repo } from '../repo/repo.ts'
import type { RuleInfo } from '../spec/checks.ts'

/** A place in a file that a rule objects to. */
export interface Hit {
  /** Relative to the repository's top. */
  readonly file: string
  /** Counts from 1; absent when the whole file is meant. */
  readonly line?: number
  readonly column?: number
  /** What is wrong here, with the values that were found. */
  readonly message: string
  /** Instead of the rule's own fix, when the values allow a better one. */
  readonly fix?: string
}

/** A hazard that a repository can hold, ours or not. The same rules judge what we render. */
export interface Rule extends RuleInfo {
  readonly id: string
  find(repo: Repo): Hit[]
}
