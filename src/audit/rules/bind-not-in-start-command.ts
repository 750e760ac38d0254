import { readServices } from '../readers/services.ts'
import { optionValues } from '../readers/start-command.ts'
import type { Rule } from '../rule.ts'

export const bindNotInStartCommand = {
  id: 'bind-not-in-start-command',
  severity: 'warning',
  why: 'Only the command line outranks the environment: with the configuration file alone, GUNICORN_CMD_ARGS=--bind=127.0.0.1:9 moved the listener.',
  fix: 'Write `"--bind", "0.0.0.0:PORT"` into CMD; the configuration file may repeat it.',
  find: (repo) =>
    readServices(repo).flatMap(({ start }) => {
      if (start?.server !== 'gunicorn') return []
      if (optionValues(start.args, ['--bind', '-b']).length > 0) return []
      const message = 'The start command does not bind, so the environment can move the listener.'
      return [{ file: start.file, line: start.line('gunicorn'), message }]
    }),
} as const satisfies Rule
