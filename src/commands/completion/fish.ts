import type { Candidates, CompletedCommand, CompletedOption, CompletedProgram } from './describe.ts'

/** Piped into `source`, or as a file in ~/.config/fish/completions. */
export function writeFish({ name, options, commands }: CompletedProgram): string {
  const complete = `complete -c ${name}`
  const lines = [
    `# Completion of ${name} for fish: ${name} completion fish > ~/.config/fish/completions/${name}.fish`,
    // No files, except where a line below says so.
    `${complete} -f`,
    ...options.map((option) => `${complete} -n __fish_use_subcommand ${writeOption(option)}`),
    ...commands.map(
      (command) =>
        `${complete} -n __fish_use_subcommand -a ${command.name} -d ${quote(command.summary)}`,
    ),
    ...commands.flatMap(writeCommand).map((line) => `${complete} ${line}`),
  ]
  return `${lines.join('\n')}\n`
}

function writeCommand({ name, options, argument }: CompletedCommand): string[] {
  const seen = `__fish_seen_subcommand_from ${name}`
  // To fish, what stands behind an option whose value may be left out is an argument.
  const behind = options.flatMap(({ flags: [flag = ''], value, valueIsOptional }) =>
    value && valueIsOptional
      ? [`-n '${seen}; and __fish_contains_opt ${flag.slice(2)}' ${writeCandidates(value)}`]
      : [],
  )
  return [
    ...options.map((option) => `-n '${seen}' ${writeOption(option)}`),
    ...behind,
    ...(argument ? [`-n '${seen}' ${writeCandidates(argument)}`] : []),
  ]
}

function writeOption({ flags, description, value, valueIsOptional }: CompletedOption): string {
  const names = flags.map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag[1]}`,
  )
  const values = value && !valueIsOptional ? ['-r', writeCandidates(value)] : []
  return [...names, ...values, `-d ${quote(description)}`].join(' ')
}

/** `-f` keeps files out, which fish adds to whatever else is offered for a value. */
function writeCandidates(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `-f -a ${quote(candidates.words.join(' '))}`
    case 'files':
      return '-F'
    case 'folders':
      return `-f -a ${quote('(__fish_complete_directories)')}`
    case 'anything':
      return '-f'
  }
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
