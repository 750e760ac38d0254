import { findDevelopmentServer } from '../readers/development-server.ts'
import { readServices } from '../readers/services.ts'
import type { Rule } from '../rule.ts'

export const developmentServerStarts = {
  id: 'development-server-starts',
  severity: 'error',
  why: 'A development server answers slowly, is not hardened, loses requests when it stops, and with debug on lets visitors run code.',
  fix: 'Start gunicorn in CMD: `CMD ["gunicorn", "--bind", "0.0.0.0:8080", "app:app"]`.',
  find: (repo) =>
    readServices(repo).flatMap((service) => {
      const found = findDevelopmentServer(service, repo)
      if (!found || !service.start) return []
      const { file, line } = service.start
      return [{ file, line: line(found.word), message: `The container starts ${found.name}.` }]
    }),
} as const satisfies Rule
