import { joinPath } from '../facts/paths.ts'
import type { Location } from '../findings/finding.ts'
import type { Repo } from '../repo/repo.ts'

/** Libraries and settings that mean: this code answers CORS itself. */
const corsCode =
  /^\s*(?:from|import)\s+flask_cors\b|\bCORS\s*\(|\bCORSMiddleware\b|\bcorsheaders\b|\bCORS_ALLOW/

/** Where the code configures CORS; undefined when it does not. */
export function detectCors(root: string, repo: Repo): Location | undefined {
  const prefix = joinPath(root, '')
  for (const file of repo
    .list()
    .filter((path) => path.startsWith(prefix) && path.endsWith('.py'))) {
    const lines = (repo.read(file) ?? '').split('\n')
    const index = lines.findIndex((line) => corsCode.test(line))
    if (index >= 0) return { file, line: index + 1 }
  }
  return undefined
}
