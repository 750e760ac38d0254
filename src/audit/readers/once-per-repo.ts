import type { Repo } from '../../repo/repo.ts'

/**
 * Several rules look at the same files: each is parsed once for a repository. Only the last repository is remembered:
 * each service is proven in one of its own, and nothing that was read of it should outlive it.
 */
export function oncePerRepo<T>(read: (repo: Repo) => T): (repo: Repo) => T {
  let last: { readonly repo: Repo; readonly result: T } | undefined
  return (repo) => {
    if (last?.repo !== repo) last = { repo, result: read(repo) }
    return last.result
  }
}
