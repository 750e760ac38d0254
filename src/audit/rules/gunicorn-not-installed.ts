import type { Repo } from '../../repo/repo.ts'
import { nameOf } from '../readers/paths.ts'
import { installedByDockerfile } from '../readers/requirements.ts'
import { readServices } from '../readers/services.ts'
import type { Rule } from '../rule.ts'

export const gunicornNotInstalled = {
  id: 'gunicorn-not-installed',
  severity: 'warning',
  why: 'The start command runs gunicorn; where no dependency file names it, the container exits with 127 as soon as nothing else happens to bring it.',
  fix: 'Install it in the Dockerfile: `RUN pip install --no-cache-dir gunicorn==26.2.0`.',
  find: (repo) =>
    readServices(repo).flatMap(({ start, dockerfile }) => {
      if (start?.server !== 'gunicorn' || !dockerfile || isRequired(repo)) return []
      if (installedByDockerfile(dockerfile).length > 0) return []
      const message = 'Neither the Dockerfile nor a dependency file installs gunicorn.'
      return [{ file: start.file, line: start.line('gunicorn'), message }]
    }),
} as const satisfies Rule

const dependencyFile =
  /^(?:.*requirements.*\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile(?:\.lock)?|(?:poetry|uv|pdm)\.lock|environment\.ya?ml)$/

function isRequired(repo: Repo): boolean {
  return repo
    .list()
    .filter((path) => dependencyFile.test(nameOf(path)) || /(?:^|\/)requirements\//.test(path))
    .some((path) => /\bgunicorn\b/i.test(repo.read(path) ?? ''))
}
