import type { Candidates, CompletedCommand, CompletedOption, CompletedProgram } from './describe.ts'

/** Sourced, or as a file `_hoptix-deploy` in a folder of fpath. */
export function writeZsh({ name, options, commands }: CompletedProgram): string {
  const call = `_${name.replaceAll('-', '_')}`
  return `#compdef ${name}
# Completion of ${name} for zsh. In ~/.zshrc, after compinit: eval "$(${name} completion zsh)"

${call}() {
  local curcontext="$curcontext" state line
  local -a commands
  typeset -A opt_args
  _arguments -C \\
${options.flatMap(optionSpecs).map(indented).join('')}    '1: :->command' \\
    '*:: :->arguments'
  case $state in
    command)
      commands=(
${commands.map((command) => `        ${quote(`${command.name}:${command.summary}`)}\n`).join('')}      )
      _describe -t commands command commands
      ;;
    arguments)
      case $line[1] in
${commands.map(commandCase).join('')}      esac
      ;;
  esac
}

if [ "$funcstack[1]" = "_${name}" ]; then
  ${call} "$@"
else
  compdef ${call} ${name}
fi
`
}

function commandCase({ name, options, argument }: CompletedCommand): string {
  const specs = [
    ...options.flatMap(optionSpecs),
    ...(argument ? [quote(`1:${name}:${action(argument)}`)] : []),
  ]
  return `        ${name})
          _arguments \\
${specs.map((spec) => `            ${spec}`).join(' \\\n')}
          ;;
`
}

/** Each spelling excludes the others; an option that is given twice is offered once. */
function optionSpecs({ flags, description, value, valueIsOptional }: CompletedOption): string[] {
  const text = `[${description.replace(/[[\]:\\]/g, '\\$&')}]`
  const separator = valueIsOptional ? '::' : ':'
  const tail = value ? `${separator}value:${action(value)}` : ''
  // With the equals sign the value may stand behind one, or be the next word.
  const equals = value && !valueIsOptional ? '=' : ''
  return flags.map((flag) => {
    const spelling = flag.startsWith('--') ? flag + equals : flag
    return quote(`(${flags.join(' ')})${spelling}${text}${tail}`)
  })
}

function action(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `(${candidates.words.join(' ')})`
    case 'files':
      return '_files'
    case 'folders':
      return '_files -/'
    case 'anything':
      return ' '
  }
}

function indented(spec: string): string {
  return `    ${spec} \\\n`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
