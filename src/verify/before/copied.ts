import { posix } from 'node:path'
import { type Copy, DockerfileParser, type Env } from 'dockerfile-ast'

/** One source that a builder copies from its context, and where to in the image. */
export interface Copied {
  readonly source: string
  /** Absolute; with a slash at its end where Docker takes it for a folder. */
  readonly target: string
}

/**
 * What COPY and ADD bring from the context, of all stages together: a stage copies from another to where it already
 * stands here.
 */
export function readCopied(dockerfile: string): Copied[] {
  let workdir = '/'
  const env: Record<string, string> = {}
  const expand = (text: string) =>
    text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => env[name] ?? '')
  const copied: Copied[] = []
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    const keyword = instruction.getKeyword()
    if (keyword === 'FROM') workdir = '/'
    if (keyword === 'WORKDIR')
      workdir = posix.resolve(workdir, expand(instruction.getArgumentsContent()?.trim() ?? '.'))
    if (keyword === 'ENV')
      for (const property of (instruction as Env).getProperties())
        env[property.getName()] = expand(property.getValue() ?? '')
    if (keyword === 'COPY' || keyword === 'ADD')
      copied.push(...readCopy(instruction as Copy, expand, workdir))
  }
  return copied
}

function readCopy(copy: Copy, expand: (text: string) => string, workdir: string): Copied[] {
  const words = wordsOf(copy.getArgumentsContent() ?? '')
  const flags = words.filter((word) => word.startsWith('--'))
  const paths = words.slice(flags.length).map(expand)
  const target = paths.at(-1) ?? '.'
  const sources = paths.slice(0, -1)
  const isFromElsewhere = flags.some((flag) => flag.startsWith('--from='))
  if (isFromElsewhere || sources.some((source) => /^(?:<<|\w+:\/\/)/.test(source))) return []
  const place = posix.resolve(workdir, target)
  const isFolder = /(?:^|\/)\.?$/.test(target) || sources.length > 1
  return sources.map((source) => ({ source, target: isFolder ? `${place}/` : place }))
}

/** The exec form is a list, which may stand behind flags. */
function wordsOf(text: string): string[] {
  const [flags = ''] = /^(?:--\S+\s+)*/.exec(text.trim()) ?? []
  const rest = text.trim().slice(flags.length)
  const list = rest.startsWith('[') ? (JSON.parse(rest) as string[]) : rest.split(/\s+/)
  return [...flags.split(/\s+/).filter(Boolean), ...list]
}
