import { DockerfileParser, type Env, type Instruction } from 'dockerfile-ast'

/** What a container runtime takes from an image: nothing here is known from the plan. */
export interface ContainerImage {
  /** The words of ENTRYPOINT and CMD together, as the runtime would execute them. */
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly workdir: string
  /** The word of USER; empty where there is none, which means root; undefined where nothing describes an image. */
  readonly user: string | undefined
}

interface Stage {
  env: Record<string, string>
  workdir: string
  user: string
  entrypoint: readonly string[]
  cmd: readonly string[]
}

/** What the official Python images start with. */
const basePath = '/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Reads a Dockerfile the way a builder does, as far as it decides how the container starts. */
export function readContainerImage(dockerfile: string): ContainerImage {
  const stages = new Map<string, Stage>()
  let stage = newStage()
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const [base = '', , name] = content(instruction).split(/\s+/)
      stage = structuredClone(stages.get(base) ?? newStage())
      if (name !== undefined) stages.set(name, stage)
    } else apply(instruction, stage)
  }
  const { env, workdir, user, entrypoint, cmd } = stage
  return { command: [...entrypoint, ...cmd], env, workdir, user }
}

function newStage(): Stage {
  return { env: { PATH: basePath }, workdir: '/', user: '', entrypoint: [], cmd: [] }
}

function apply(instruction: Instruction, stage: Stage): void {
  const readers: Record<string, () => void> = {
    WORKDIR: () => {
      stage.workdir = content(instruction)
    },
    USER: () => {
      stage.user = content(instruction)
    },
    ENTRYPOINT: () => {
      stage.entrypoint = readCommand(content(instruction))
    },
    CMD: () => {
      stage.cmd = readCommand(content(instruction))
    },
    ENV: () => {
      // One instruction sees the values from before it, not its own.
      const before = { ...stage.env }
      for (const property of (instruction as Env).getProperties())
        stage.env[property.getName()] = expand(property.getUnescapedValue() ?? '', before)
    },
  }
  readers[instruction.getKeyword()]?.()
}

function content(instruction: Instruction): string {
  return (instruction.getArgumentsContent() ?? '').trim()
}

/** Exec form is a JSON array of strings; everything else a builder hands to a shell. */
function readCommand(text: string): readonly string[] {
  try {
    const words: unknown = JSON.parse(text)
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words
  } catch {
    // Not JSON: shell form.
  }
  return ['/bin/sh', '-c', text]
}

/** Quotes, escapes and variables of an ENV value as it stands in the file; the parser's own reading keeps `\$`. */
function expand(raw: string, env: Readonly<Record<string, string>>): string {
  const piece = /'([^']*)'|\\([\\"$])|(\\.)|"|\$\{?(\w+)\}?|([^\\"'$]+|.)/gs
  return raw.replace(piece, (_, literal, escaped, other, name, plain) => {
    if (name !== undefined) return env[name] ?? ''
    return literal ?? escaped ?? other ?? plain ?? ''
  })
}

const appWord = /(?<![\w.:/-])[A-Za-z_][\w.]*:[A-Za-z_]\w*(?:\(\))?(?![\w:/.-])/g

function wordsOfApp(text: string): string[] {
  return text.match(appWord) ?? []
}

/** The app that a command serves: the last `module:callable` in it. */
export function findApp(command: readonly string[]): string | undefined {
  return command.flatMap(wordsOfApp).at(-1)
}

/** The command with other words where its app stands; a shell's script is one word and changes inside. */
export function replaceApp(
  command: readonly string[],
  app: string,
  words: readonly string[],
): string[] {
  const at = command.findLastIndex((word) => wordsOfApp(word).includes(app))
  return command.flatMap((word, index) => {
    if (index !== at) return [word]
    return word === app ? words : [word.replaceAll(app, words.join(' '))]
  })
}
