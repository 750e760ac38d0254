/** A file as a value: what stands in it and where it belongs. */
export interface Artifact {
  /** Relative to the repository's top, with forward slashes. */
  readonly path: string
  readonly content: string
}

/** How a file writes a comment; the marker is one. */
export type CommentStyle = 'hash' | 'html'
