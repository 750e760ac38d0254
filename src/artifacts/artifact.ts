/** A file as a value: what stands in it and where it belongs. */
export interface Artifact {
  /** Relative to the repository's top, with forward slashes. */
  readonly path: string
  readonly content: string
  /** Present when a person's own template rendered it. */
  readonly own?: OwnSource
}

/** Where the text of an artifact came from, when that was not a template of ours. */
interface OwnSource {
  /** Name of the artifact's kind. */
  readonly kind: string
  /** The template, relative to the repository's top. */
  readonly template: string
  /** For each line of the content the template's line; 0 where that cannot be known. */
  readonly lines: readonly number[]
  /** The same file as the built-in template renders it. */
  readonly builtIn: string
}

/** How a file writes a comment; the marker is one. */
export type CommentStyle = 'hash' | 'html'
