import { isOperator, splitWords } from './shell-words.ts'

/** Servers meant for production, by the name of their program or module. */
const productionServers = [
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'daphne',
  'granian',
  'waitress-serve',
  'waitress',
  'uwsgi',
  'cheroot',
  'mod_wsgi-express',
] as const

type ProductionServer = (typeof productionServers)[number]

/** The command line that a container starts with. */
export interface StartCommand {
  readonly file: string
  /** `exec` runs the words as they are; `shell` lets a shell read them; `porter` splits at spaces. */
  readonly form: 'exec' | 'shell' | 'porter'
  /** Words before the server's own, such as `env -u NAME`. */
  readonly before: readonly string[]
  /** Undefined when no server that we know is named. */
  readonly server: ProductionServer | undefined
  /** The server's arguments; all words when the server is unknown. */
  readonly args: readonly string[]
  readonly words: readonly string[]
  /** The line that holds a text, else the first line. */
  line(text?: string): number
}

type Written = Pick<StartCommand, 'file' | 'form' | 'line'> & { words: readonly string[] }

export function readStartCommand(written: Written): StartCommand {
  const words = openShell(written.words)
  const form = written.form === 'exec' && words !== written.words ? 'shell' : written.form
  const index = words.findIndex((word, at) => serverOf(word, words[at - 1]) !== undefined)
  if (index < 0) return { ...written, form, words, before: [], server: undefined, args: words }
  const rest = words.slice(index + 1)
  const end = rest.findIndex(isOperator)
  return {
    ...written,
    form,
    words,
    before: words.slice(0, index),
    server: serverOf(words[index] ?? '', words[index - 1]),
    args: end < 0 ? rest : rest.slice(0, end),
  }
}

/** `sh -c "script"` is the script. */
function openShell(words: readonly string[]): readonly string[] {
  const flag = words.findIndex((word) => /^-[a-z]*c$/.test(word))
  const isShell = /(?:^|\/)(?:ba|da|a|z)?sh$/.test(words[flag - 1] ?? '')
  return isShell ? splitWords(words[flag + 1] ?? '') : words
}

function serverOf(word: string, before: string | undefined): ProductionServer | undefined {
  if (before !== undefined && /^--?\w/.test(before) && before !== '-m' && !word.includes('/'))
    return undefined
  const name = word.split('/').at(-1)
  return productionServers.find((server) => server === name)
}

/** Every value of an option: `--bind X`, `--bind=X`, `-b X`, `-bX`. */
export function optionValues(args: readonly string[], names: readonly string[]): string[] {
  return args.flatMap((word, index) => {
    const name = names.find((candidate) =>
      candidate.startsWith('--')
        ? word === candidate || word.startsWith(`${candidate}=`)
        : word.startsWith(candidate) && !word.startsWith('--'),
    )
    if (name === undefined) return []
    if (word === name) return args.slice(index + 1, index + 2)
    return [word.slice(name.length).replace(/^=/, '')]
  })
}
