import { findShellSyntax } from '../../facts/shell-syntax.ts'
import type { SpecRule } from './rule.ts'

export const commandNeedsAShell = {
  id: 'command-needs-a-shell',
  severity: 'error',
  why: 'Porter splits a command on single spaces and starts it without a shell, so quotes, variables and && reach the program as text.',
  fix: 'Put the steps into a script of the repository and name the script.',
  find: ({ predeploy }) => {
    const syntax = predeploy === undefined ? undefined : findShellSyntax(predeploy)
    return syntax
      ? [
          {
            path: ['predeploy'],
            message: `The command holds ${syntax}, which nothing would interpret.`,
          },
        ]
      : []
  },
} as const satisfies SpecRule
