import type { Repo } from '../../repo/repo.ts'

/** Several rules look at the same files: each is parsed once for a repository. */
export function oncePerRepo<T>(read: (repo: Repo) => T): (repo: Repo) => T {
  const known = new WeakMap<Repo, { readonly result: T }>()
  return (repo) => {
    const entry = known.get(repo) ?? { result: read(repo) }
    known.set(repo, entry)
    return entry.result
  }
}
