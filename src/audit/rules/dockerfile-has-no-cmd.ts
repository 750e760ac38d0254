import { readDockerfiles } from '../readers/dockerfiles.ts'
import { commandOf, lastOf } from '../readers/shipped-instructions.ts'
import type { Rule } from '../rule.ts'

export const dockerfileHasNoCmd = {
  id: 'dockerfile-has-no-cmd',
  severity: 'error',
  why: 'Without a CMD the image does not say how it starts: it depends on a command kept somewhere else, and a Python base image starts an interactive interpreter.',
  fix: 'End the final stage with `CMD ["gunicorn", …]`.',
  find: (repo) =>
    readDockerfiles(repo)
      .filter((dockerfile) => !dockerfile.problem && !saysHowItStarts(dockerfile))
      .map((dockerfile) => ({
        file: dockerfile.path,
        ...(commandOf(dockerfile) && { line: commandOf(dockerfile)?.line ?? 1 }),
        message: 'The image has no CMD of its own.',
      })),
} as const satisfies Rule

/** An ENTRYPOINT that starts the server is a habit with a rule of its own. */
function saysHowItStarts(dockerfile: Parameters<typeof commandOf>[0]): boolean {
  const command = commandOf(dockerfile)
  const entrypoint = lastOf(dockerfile, 'ENTRYPOINT')
  return [command, entrypoint].some(
    (instruction) => instruction && !/^(?:\[\s*(?:""\s*)?\])?$/.test(instruction.text),
  )
}
