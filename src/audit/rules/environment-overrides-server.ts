import { clearedVariables } from '../../facts/environment.ts'
import { lineWith } from '../readers/docker-instruction.ts'
import { variablesOf } from '../readers/docker-variables.ts'
import { readDockerfiles } from '../readers/dockerfiles.ts'
import { readOurFiles } from '../readers/ours.ts'
import { readPorterFiles } from '../readers/porter-files.ts'
import { shippedOf } from '../readers/shipped-instructions.ts'
import type { Rule } from '../rule.ts'

export const environmentOverridesServer = {
  id: 'environment-overrides-server',
  severity: 'warning',
  why: 'gunicorn reads these variables before or after its configuration: they can move the listener, start no worker, or stop it at once.',
  fix: "Remove the variable; write the setting into the server's configuration.",
  find: (repo) => {
    const isOurs = (path: string): boolean => readOurFiles(repo).has(path)
    return [
      ...readDockerfiles(repo).flatMap((dockerfile) =>
        shippedOf(dockerfile, 'ENV').flatMap((instruction) =>
          variablesOf(instruction)
            .filter(({ name, value }) => isHarmful(name, value, isOurs(dockerfile.path)))
            .map(({ name }) => ({
              file: dockerfile.path,
              line: lineWith(instruction, name),
              message: `The image sets ${name}, which overrides the server's configuration.`,
            })),
        ),
      ),
      ...readPorterFiles(repo).flatMap(({ path, environment, locate }) =>
        Object.entries(environment)
          .filter(([name, value]) => isHarmful(name, value, isOurs(path)))
          .map(([name]) => ({
            file: path,
            line: locate?.key(['env', name]).line ?? 1,
            message: `\`env\` sets ${name}, which overrides the server's configuration.`,
          })),
      ),
    ]
  },
} as const satisfies Rule

/** Where we start the server the configuration decides alone; elsewhere some of these are how it is configured. */
function isHarmful(name: string, value: string, isOurs: boolean): boolean {
  if (!(clearedVariables as readonly string[]).includes(name)) return false
  if (isOurs) return true
  if (name === 'WEB_CONCURRENCY') return !/^[1-9][0-9]*$/.test(value)
  return name !== 'FORWARDED_ALLOW_IPS' && name !== 'SCRIPT_NAME'
}
