import type { Argument, Command, Option } from 'commander'

/** What may stand at a place of the command line. */
export type Candidates =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' | 'anything' }

export interface CompletedOption {
  /** Long, and short where there is one: `--yes`, `-y`. */
  readonly flags: readonly string[]
  readonly description: string
  /** Undefined for an option that takes no value. */
  readonly value?: Candidates
  /** The value may be left out. */
  readonly valueIsOptional: boolean
}

export interface CompletedCommand {
  readonly name: string
  readonly summary: string
  readonly options: readonly CompletedOption[]
  /** Undefined for a command that takes no argument. */
  readonly argument?: Candidates
}

export interface CompletedProgram {
  readonly name: string
  readonly options: readonly CompletedOption[]
  readonly commands: readonly CompletedCommand[]
}

/** What a placeholder of the help stands for, such as `<dir>`. */
export type Placeholders = Readonly<Record<string, Candidates>>

/** What can be completed, read off the program itself: a new command or option is in it at once. */
export function describeProgram(program: Command, placeholders: Placeholders): CompletedProgram {
  const help = program.createHelp()
  const candidates = (name: string, choices: readonly string[] | undefined): Candidates =>
    choices ? { kind: 'words', words: choices } : (placeholders[name] ?? { kind: 'anything' })
  const optionsOf = (command: Command) =>
    help.visibleOptions(command).map((option) => describeOption(option, candidates))
  return {
    name: program.name(),
    options: optionsOf(program),
    commands: help.visibleCommands(program).map((command) => {
      const argument: Argument | undefined = command.registeredArguments[0]
      return {
        name: command.name(),
        summary: command.summary(),
        options: optionsOf(command),
        ...(argument && { argument: candidates(argument.name(), argument.argChoices) }),
      }
    }),
  }
}

function describeOption(
  { long, short, flags, description, required, optional, argChoices }: Option,
  candidates: (name: string, choices: readonly string[] | undefined) => Candidates,
): CompletedOption {
  const placeholder = /[<[]([^>\].]+)/.exec(flags)?.[1] ?? ''
  return {
    flags: [long, short].filter((flag) => flag !== undefined),
    description,
    valueIsOptional: optional,
    ...((required || optional) && { value: candidates(placeholder, argChoices) }),
  }
}
