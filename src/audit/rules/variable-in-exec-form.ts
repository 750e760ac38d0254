import { readServices } from '../readers/services.ts'
import type { Rule } from '../rule.ts'

export const variableInExecForm = {
  id: 'variable-in-exec-form',
  severity: 'error',
  why: "No shell reads the exec form or Porter's `run`: `$PORT` reaches the server as these five characters, and it does not start.",
  fix: 'Write the value itself; Porter sets no PORT, and the port of a service does not change at run time.',
  find: (repo) =>
    readServices(repo).flatMap(({ start }) => {
      if (!start || start.form === 'shell') return []
      return start.words
        .filter((word) => /\$(?:\w|\{\w)/.test(word))
        .map((word) => ({
          file: start.file,
          line: start.line(word),
          message: `\`${word}\` is not expanded: nothing between here and the server is a shell.`,
        }))
    }),
} as const satisfies Rule
