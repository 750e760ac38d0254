import { hasMarker } from '../../artifacts/marker.ts'
import type { Repo } from '../../repo/repo.ts'
import { oncePerRepo } from './once-per-repo.ts'

/** Far above any file that we write: a marker in a larger one is somebody else's. */
const mostCharacters = 1_000_000

/** Files that carry our marker at their top. */
export const readOurFiles = oncePerRepo(
  (repo: Repo): ReadonlySet<string> =>
    new Set(
      repo.list().filter((path) => {
        if (!/(?:file|ignore|\.(?:py|ya?ml|md))$/.test(path)) return false
        const text = repo.read(path) ?? ''
        // The marker is looked for before the whole file is normalised.
        const mayBeOurs =
          text.length <= mostCharacters && text.slice(0, 400).includes('hoptix-deploy')
        return mayBeOurs && hasMarker(text)
      }),
    ),
)

const testPath =
  /(?:^|\/)(?:tests?|testing|spec|examples?|docs?)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/

/** Code that only tests run is allowed what would be a hazard in production; a file of ours never is. */
export function isTest(repo: Repo, path: string): boolean {
  return testPath.test(path) && !readOurFiles(repo).has(path)
}
