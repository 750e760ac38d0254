import { findShellSyntax } from '../../facts/shell-syntax.ts'
import { listProcesses } from './processes.ts'
import type { SpecRule } from './rule.ts'

export const commandNeedsAShell = {
  id: 'command-needs-a-shell',
  severity: 'error',
  why: 'Porter splits a command on single spaces and starts it without a shell, so quotes, variables and && reach the program as text.',
  fix: 'Put the steps into a script of the repository and name the script.',
  find: (spec) => {
    const commands = [
      { path: ['predeploy'], command: spec.predeploy },
      ...listProcesses(spec).map(({ path, process }) => ({
        path: [...path, 'command'],
        command: process.command,
      })),
    ]
    return commands.flatMap(({ path, command }) => {
      const syntax = command === undefined ? undefined : findShellSyntax(command)
      const message = `The command holds ${syntax}, which nothing would interpret.`
      return syntax ? [{ path, message }] : []
    })
  },
} as const satisfies SpecRule
