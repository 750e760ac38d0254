import { readDockerfiles } from '../readers/dockerfiles.ts'
import { highestVersion, installedByDockerfile } from '../readers/requirements.ts'
import type { Rule } from '../rule.ts'

export const gunicornVersionUnpinned = {
  id: 'gunicorn-version-unpinned',
  severity: 'warning',
  why: 'The next build may bring another major version of the server, on a day when nobody changed anything.',
  fix: 'Pin it in the Dockerfile: `pip install gunicorn==26.2.0`.',
  find: (repo) =>
    readDockerfiles(repo).flatMap((dockerfile) => {
      const last = installedByDockerfile(dockerfile).at(-1)
      if (!last || highestVersion(last.specifier)) return []
      const message = 'The Dockerfile installs whatever gunicorn is newest that day.'
      return [{ file: last.file, line: last.line, message }]
    }),
} as const satisfies Rule
