import type { Command } from 'commander'
import { profiles } from '../facts/profiles.ts'
import { frameworks } from '../frameworks/index.ts'
import type { Outcome } from '../outcome.ts'
import { writeBash } from './completion/bash.ts'
import { type Candidates, type CompletedProgram, describeProgram } from './completion/describe.ts'
import { writeFish } from './completion/fish.ts'
import { writeZsh } from './completion/zsh.ts'
import { topicIds } from './explain.ts'

const shells = { bash: writeBash, fish: writeFish, zsh: writeZsh } satisfies Record<
  string,
  (program: CompletedProgram) => string
>

export type Shell = keyof typeof shells

/** A script that completes commands, options and their values. It holds every word: no TAB waits for this program. */
export async function completion(program: Command, shell: Shell): Promise<Outcome> {
  const described = describeProgram(program, {
    dir: { kind: 'folders' },
    folder: { kind: 'folders' },
    file: { kind: 'files' },
    log: { kind: 'files' },
    paths: { kind: 'files' },
    framework: words(Object.keys(frameworks)),
    profile: words(Object.keys(profiles)),
    id: words(topicIds()),
  })
  return { ok: true, findings: [], document: shells[shell](described) }
}

function words(list: readonly string[]): Candidates {
  return { kind: 'words', words: list }
}
