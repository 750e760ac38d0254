import { findCommandHazards, RUN_A_SCRIPT } from '../../porter/command-hazards.ts'
import { listProcesses } from './processes.ts'
import type { SpecRule } from './rule.ts'

/** Of `predeploy` and processes; a command under `porter.extra` is judged by the schema of porter.yaml. */
export const commandNeedsAShell = {
  id: 'command-needs-a-shell',
  severity: 'error',
  why: 'Porter splits a command on single spaces and starts it without a shell, so quotes, variables and && reach the program as text.',
  fix: RUN_A_SCRIPT,
  find: (spec) => {
    const commands = [
      { path: ['predeploy'], command: spec.predeploy },
      ...listProcesses(spec).map(({ path, process }) => ({
        path: [...path, 'command'],
        command: process.command,
      })),
    ]
    return commands.flatMap(({ path, command = '' }) => {
      const [hazard] = findCommandHazards(command)
      return hazard ? [{ path, message: `The command ${hazard.says}.`, fix: hazard.fix }] : []
    })
  },
} as const satisfies SpecRule
