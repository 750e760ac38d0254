import type { Location } from '../findings/finding.ts'
import type { Repo } from '../repo/repo.ts'
import { type AppCandidate, findApps } from './apps.ts'
import { detectCors } from './cors.ts'
import { type DetectedDependencies, detectDependencies } from './dependencies.ts'
import { detectName } from './name.ts'
import { type DetectedPython, detectPython } from './python-version.ts'

/** What a repository says about itself. */
export interface Detected {
  readonly name: string
  /** The likeliest first; empty when there is none. */
  readonly apps: readonly AppCandidate[]
}

/** What the chosen service's folder says. */
export interface DetectedService {
  readonly dependencies: DetectedDependencies | undefined
  readonly python: DetectedPython
  /** Where the code configures CORS itself. */
  readonly cors: Location | undefined
}

export function detect(folder: string, repo: Repo): Detected {
  const apps = findApps(repo)
  return { name: detectName(folder, apps[0]?.root ?? '.', repo), apps }
}

export function detectService(root: string, repo: Repo): DetectedService {
  return {
    dependencies: detectDependencies(root, repo),
    python: detectPython(root, repo),
    cors: detectCors(root, repo),
  }
}
