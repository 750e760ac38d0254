import { clearedVariables } from '../../spec/settings/environment.ts'
import { lineWith } from '../readers/docker-instruction.ts'
import { variablesOf } from '../readers/docker-variables.ts'
import { readDockerfiles } from '../readers/dockerfiles.ts'
import { readPorterFiles } from '../readers/porter-files.ts'
import { shippedOf } from '../readers/shipped-instructions.ts'
import type { Rule } from '../rule.ts'

export const environmentOverridesServer = {
  id: 'environment-overrides-server',
  severity: 'error',
  why: 'gunicorn reads these variables before or after its configuration: they can move the listener, start no worker, or stop it at once.',
  fix: "Remove the variable; write the setting into the server's configuration.",
  find: (repo) => [
    ...readDockerfiles(repo).flatMap((dockerfile) =>
      shippedOf(dockerfile, 'ENV').flatMap((instruction) =>
        variablesOf(instruction)
          .filter(({ name }) => isCleared(name))
          .map(({ name }) => ({
            file: dockerfile.path,
            line: lineWith(instruction, name),
            message: `The image sets ${name}, which overrides the server's configuration.`,
          })),
      ),
    ),
    ...readPorterFiles(repo).flatMap(({ path, environment, locate }) =>
      Object.keys(environment)
        .filter(isCleared)
        .map((name) => ({
          file: path,
          line: locate?.key(['env', name]).line ?? 1,
          message: `\`env\` sets ${name}, which overrides the server's configuration.`,
        })),
    ),
  ],
} as const satisfies Rule

function isCleared(name: string): boolean {
  return (clearedVariables as readonly string[]).includes(name)
}
