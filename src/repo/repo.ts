/**
 * The files of a repository as values, on disk or in memory. Detection, audit and consent read it; nothing is read
 * before it is asked for. Paths are relative to the top, with forward slashes.
 */
export interface Repo {
  /** Every file a person could have written: no linked, ignored or vendored folder is entered. Sorted. */
  list(): readonly string[]
  /** The text of a file; undefined when there is none, or when it is not UTF-8. */
  read(path: string): string | undefined
  /** The first characters of a file, for a look at very many; undefined when there is none to be read. */
  readStart(path: string): string | undefined
  /** True for a file or a folder. */
  has(path: string): boolean
  /** The path with its links followed, still relative to the top. */
  realPath(path: string): string
  /** False for a path that leads out of the repository through a link. */
  contains(path: string): boolean
}

/** Enough of a file to see whether it begins with our marker. */
export const startLength = 64

/** A repository in memory, for what was rendered but not yet written, and for tests. */
export function memoryRepo(files: Readonly<Record<string, string>>): Repo {
  const paths = Object.keys(files).sort()
  return {
    list: () => paths,
    read: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
    readStart: (path) =>
      Object.hasOwn(files, path) ? files[path]?.slice(0, startLength) : undefined,
    has: (path) => paths.some((file) => file === path || file.startsWith(`${path}/`)),
    realPath: (path) => path,
    contains: () => true,
  }
}
