import type { Candidates, CompletedCommand, CompletedOption, CompletedProgram } from './describe.ts'

/** For bash 3.2 and later, without the package bash-completion. */
export function writeBash({ name, options, commands }: CompletedProgram): string {
  const call = `_${name.replaceAll('-', '_')}`
  return `# Completion of ${name} for bash. In ~/.bashrc: eval "$(${name} completion bash)"

${call}() {
  local IFS=$' \\t\\n' current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local command="" words="" index
  COMPREPLY=()
  # bash takes --format=text apart at the equals sign.
  if [ "$current" = "=" ]; then
    current=""
  elif [ "$previous" = "=" ]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
      -*) ;;
      *) command="\${COMP_WORDS[index]}"; break ;;
    esac
  done
  # Where nothing is set, the files that bash offers by itself are right.
  case "$command $current $previous" in
${commands.map(optionsCase).join('\n')}
    "$command -"*) words="${flagsOf(options)}" ;;
${commands.flatMap(valueCases).join('\n')}
${commands.map(argumentCase).join('\n')}
    " "*) words="${commands.map((command) => command.name).join(' ')}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ \${#COMPREPLY[@]} -gt 0 ] || [ -z "$words" ] || compopt +o default 2>/dev/null
}

complete -o default -F ${call} ${name}
`
}

function optionsCase({ name, options }: CompletedCommand): string {
  return `    "${name} -"*) words="${flagsOf(options)}" ;;`
}

function valueCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ flags, value }) =>
    value ? flags.map((flag) => `    "${name} "*" ${flag}") ${assign(value)} ;;`) : [],
  )
}

function argumentCase({ name, argument }: CompletedCommand): string {
  return `    "${name} "*) ${argument ? assign(argument) : nothing} ;;`
}

const nothing = 'compopt +o default 2>/dev/null'

/** Before bash 4 there is no compopt: files are offered for folders too. */
function assign(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `words="${candidates.words.join(' ')}"`
    case 'files':
      return ':'
    case 'folders':
      return 'compopt +o default -o dirnames 2>/dev/null'
    case 'anything':
      return nothing
  }
}

function flagsOf(options: readonly CompletedOption[]): string {
  return options.flatMap(({ flags }) => flags).join(' ')
}
