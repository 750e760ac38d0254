/** What is started instead of ours: an image's own Dockerfile, a command, or the one with the other. */
export interface SetUpBefore {
  readonly source: string
  readonly dockerfile?: {
    readonly path: string
    readonly content: string
    readonly context: string
  }
  readonly command?: readonly string[]
  readonly notes: readonly string[]
}
