import { decidingPins } from '../readers/installed-gunicorn.ts'
import { highestVersion } from '../readers/requirements.ts'
import type { Rule } from '../rule.ts'

export const gunicornVersionUnsupported = {
  id: 'gunicorn-version-unsupported',
  severity: 'warning',
  why: 'gunicorn before 25.3 gets no more fixes from its maintainers.',
  fix: 'Install gunicorn 25.3 or later.',
  find: (repo) =>
    decidingPins(repo).flatMap(({ file, line, specifier }) => {
      const [major, minor] = highestVersion(specifier) ?? []
      if (major === undefined || minor === undefined) return []
      // Below 22 a rule of its own speaks.
      if (major < 22 || major > 25 || (major === 25 && minor >= 3)) return []
      return [{ file, line, message: `gunicorn${specifier} is below 25.3.` }]
    }),
} as const satisfies Rule
