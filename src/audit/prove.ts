import type { Artifact } from '../artifacts/artifact.ts'
import type { Finding } from '../findings/finding.ts'
import { promisesOf } from '../promises.ts'
import { memoryRepo } from '../repo/repo.ts'
import { auditRepo } from './audit-repo.ts'

/**
 * Parses what was rendered back and holds it against every promise. Empty when all of them hold; anything else is
 * an error, even what would be a mere warning in a repository that promises nothing.
 */
export function proveArtifacts(artifacts: readonly Artifact[]): Finding[] {
  const files = Object.fromEntries(artifacts.map(({ path, content }) => [path, content]))
  return auditRepo(memoryRepo(files)).map((finding) => ({
    ...finding,
    severity: 'error',
    message: `${finding.message} ${describePromises(finding.rule)}`.trim(),
  }))
}

function describePromises(rule: string): string {
  const broken = promisesOf(rule)
  if (broken.length === 0) return ''
  return `(${broken.length === 1 ? 'promise' : 'promises'}: ${broken.join(', ')})`
}
