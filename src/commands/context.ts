import type { Repo } from '../repo/repo.ts'

/** What every command gets: values and ways to the machine, nothing of the command line's own. */
export interface CommandContext {
  /** Absolute path of the repository's top. */
  readonly top: string
  /** The description, relative to the top. */
  readonly specFile: string
  readonly repo: Repo
}
