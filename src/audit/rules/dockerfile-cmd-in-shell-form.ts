import type { DockerInstruction } from '../readers/docker-instruction.ts'
import { readDockerfiles } from '../readers/dockerfiles.ts'
import { commandOf } from '../readers/shipped-instructions.ts'
import type { Rule } from '../rule.ts'

export const dockerfileCmdInShellForm = {
  id: 'dockerfile-cmd-in-shell-form',
  severity: 'error',
  why: 'A shell becomes process 1 and does not pass SIGTERM on: the server was still running 5 s later, and is killed with its requests.',
  fix: 'Write CMD as a JSON list with double quotes: `CMD ["gunicorn", "--bind", "0.0.0.0:8080", "app:app"]`.',
  find: (repo) =>
    readDockerfiles(repo).flatMap((dockerfile) => {
      const command = commandOf(dockerfile)
      const reason = command && findShell(command)
      if (!command || !reason) return []
      return [{ file: dockerfile.path, line: command.line, message: `CMD ${reason}.` }]
    }),
} as const satisfies Rule

function findShell({ text, exec }: DockerInstruction): string | undefined {
  if (!exec) {
    return text.startsWith('[')
      ? 'looks like a list but is not JSON, so Docker hands it to a shell'
      : 'is in shell form'
  }
  const script = /(?:^|\/)(?:ba|da|a)?sh$/.test(exec[0] ?? '') && exec[1]?.endsWith('c') && exec[2]
  return script && !/(?:^|[;&|]\s*)exec\s/.test(script)
    ? 'starts a shell, which stays in front of the server'
    : undefined
}
