import { decidingPins } from '../readers/installed-gunicorn.ts'
import { highestVersion } from '../readers/requirements.ts'
import type { Rule } from '../rule.ts'

/** CVE-2024-1135 and CVE-2024-6827, both request smuggling, are mended in 22.0. */
const firstSafeMajor = 22

export const gunicornVersionUnsafe = {
  id: 'gunicorn-version-unsafe',
  severity: 'error',
  why: 'gunicorn before 22.0 lets a request be smuggled past the proxy (CVE-2024-1135, CVE-2024-6827).',
  fix: 'Install gunicorn 25.3 or later.',
  find: (repo) =>
    decidingPins(repo).flatMap(({ file, line, specifier }) => {
      const [major] = highestVersion(specifier) ?? []
      if (major === undefined || major >= firstSafeMajor) return []
      return [{ file, line, message: `gunicorn${specifier} is below ${firstSafeMajor}.0.` }]
    }),
} as const satisfies Rule
