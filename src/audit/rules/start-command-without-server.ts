import type { Repo } from '../../repo/repo.ts'
import { findDevelopmentServer } from '../readers/development-server.ts'
import { readOurFiles } from '../readers/ours.ts'
import { readPorterFiles } from '../readers/porter-files.ts'
import { type RunningService, readServices } from '../readers/services.ts'
import { lastOf } from '../readers/shipped-instructions.ts'
import type { Rule } from '../rule.ts'

export const startCommandWithoutServer = {
  id: 'start-command-without-server',
  severity: 'warning',
  why: 'A start command that names no production server hides which one answers, and how it is stopped, sized and bound.',
  fix: 'Start gunicorn in CMD itself, not through a script.',
  find: (repo) =>
    readServices(repo).flatMap((service) => {
      const { start } = service
      if (!start || !getsRequests(service, repo) || findDevelopmentServer(service, repo)) return []
      if (start.server === 'gunicorn') return []
      const isOurs = readOurFiles(repo).has(start.file)
      if (start.server && !isOurs) return []
      const found = start.server ? `${start.server}, not gunicorn` : 'no server that is known'
      return [
        { file: start.file, line: start.line(), message: `The start command names ${found}.` },
      ]
    }),
} as const satisfies Rule

/** A worker's image starts no server, and should not. */
function getsRequests({ porter, dockerfile }: RunningService, repo: Repo): boolean {
  if (porter) return true
  const isDeployed = readPorterFiles(repo).some((file) => file.dockerfile === dockerfile?.path)
  return !isDeployed && dockerfile !== undefined && lastOf(dockerfile, 'EXPOSE') !== undefined
}
