import type { Repo } from '../../repo/repo.ts'
import { healthCheckTarget } from '../readers/health-check.ts'
import { readOurFiles } from '../readers/ours.ts'
import { folderOf, nameOf } from '../readers/paths.ts'
import { valueAt } from '../readers/porter-files.ts'
import { readPython } from '../readers/python-file.ts'
import { moduleValue } from '../readers/python-values.ts'
import { type RunningService, readServices } from '../readers/services.ts'
import { lastOf } from '../readers/shipped-instructions.ts'
import type { Hit, Rule } from '../rule.ts'

export const healthPathsDisagree = {
  id: 'health-paths-disagree',
  severity: 'error',
  why: 'A probe that asks for a path that nobody answers gets 404: the instance never becomes ready, or is killed again and again.',
  fix: 'Ask for the same path everywhere.',
  find: (repo) => readServices(repo).flatMap((service) => judge(service, repo)),
} as const satisfies Rule

interface Asked {
  readonly what: string
  readonly path: string
  readonly file: string
  readonly line: number
}

function judge(service: RunningService, repo: Repo): Hit[] {
  const probes = probePaths(service)
  const image = imagePath(service)
  const answered = bootstrapPath(service, repo)
  const meant = answered ? [answered] : probes
  // Liveness and readiness may have a path each, unless one place answers for all.
  const isStrict = service.porter?.file.isOurs === true && !answered
  const [first] = probes
  const odd = isStrict && first ? probes.filter(({ path }) => path !== first.path) : []
  const wrong = [...(answered ? probes : []), ...image].filter(
    (asked) => meant.length > 0 && !meant.some(({ path }) => path === asked.path),
  )
  return [...odd, ...wrong].map(({ what, path, file, line }) => ({
    file,
    line,
    message: `${what} asks for ${path}, ${meant[0]?.what} names ${meant[0]?.path}.`,
  }))
}

function probePaths({ porter }: RunningService): Asked[] {
  if (!porter) return []
  const { file, service } = porter
  return ['healthCheck', 'livenessCheck', 'readinessCheck', 'startupCheck'].flatMap((what) => {
    const path = valueAt(service.fields, [what, 'httpPath'])
    return typeof path === 'string'
      ? [{ what, path, file: file.path, line: service.line(what, 'httpPath') }]
      : []
  })
}

function imagePath({ dockerfile }: RunningService): Asked[] {
  const check = dockerfile && lastOf(dockerfile, 'HEALTHCHECK')
  const target = check && healthCheckTarget(check)
  if (!dockerfile || target?.path === undefined) return []
  return [{ what: 'HEALTHCHECK', path: target.path, file: dockerfile.path, line: target.pathLine }]
}

/** Our own server bootstrap answers the health path itself. */
function bootstrapPath({ dockerfile }: RunningService, repo: Repo): Asked | undefined {
  const folder = dockerfile && folderOf(dockerfile.path)
  const file = [...readOurFiles(repo)].find(
    (path) => nameOf(path) === 'hoptix_server.py' && folderOf(path) === folder,
  )
  const python = file === undefined ? undefined : readPython(repo, file)
  const path = python && moduleValue(python, 'HEALTH_PATH')
  const line = python?.assignments.find(({ target }) => target === 'HEALTH_PATH')?.line ?? 1
  return file && typeof path === 'string' ? { what: 'the server', path, file, line } : undefined
}
