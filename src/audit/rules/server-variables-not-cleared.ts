import { clearedVariables } from '../../facts/environment.ts'
import { readServices } from '../readers/services.ts'
import type { Rule } from '../rule.ts'

export const serverVariablesNotCleared = {
  id: 'server-variables-not-cleared',
  severity: 'info',
  why: 'Whatever an env group or a dashboard sets reaches gunicorn: WEB_CONCURRENCY=abc or LISTEN_FDS=1 stop it, GUNICORN_CMD_ARGS=--workers=0 accepts requests and never answers.',
  fix: 'Start it with `/usr/bin/env -u NAME` for each of them.',
  find: (repo) =>
    readServices(repo).flatMap(({ start }) => {
      if (start?.server !== 'gunicorn' || start.before.includes('-i')) return []
      const cleared = start.before.flatMap((word, index) =>
        word === '-u' ? start.before.slice(index + 1, index + 2) : [],
      )
      const kept = clearedVariables.filter((name) => !cleared.includes(name))
      if (kept.length === 0) return []
      const message = `The start command lets ${kept.join(', ')} reach the server.`
      return [{ file: start.file, line: start.line(), message }]
    }),
} as const satisfies Rule
