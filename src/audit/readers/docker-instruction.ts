import type { Instruction, ModifiableInstruction } from 'dockerfile-ast'

/** One instruction of a Dockerfile. */
export interface DockerInstruction {
  /** In upper case. */
  readonly keyword: string
  /** Of its keyword; counts from 1. */
  readonly line: number
  /** `link`, `from=builder`, `mount=type=cache`: without the dashes. */
  readonly flags: readonly string[]
  /** What stands behind the flags, on one line, without comments. */
  readonly text: string
  /** The words of the exec form; undefined when Docker hands `text` to a shell. */
  readonly exec: readonly string[] | undefined
  /** Its lines as written. */
  readonly source: readonly string[]
}

export function readInstruction(
  instruction: Instruction,
  lines: readonly string[],
  escapeCharacter: string,
): DockerInstruction {
  const { start, end } = instruction.getRange()
  const text = unfold(instruction.getRawArgumentsContent() ?? '', escapeCharacter)
  return {
    keyword: instruction.getKeyword(),
    line: start.line + 1,
    flags: flagsOf(instruction),
    text,
    exec: parseExec(text),
    source: lines.slice(start.line, end.line + 1),
  }
}

function flagsOf(instruction: Instruction): string[] {
  if (!('getFlags' in instruction)) return []
  const flags = (instruction as ModifiableInstruction).getFlags()
  return flags.map((flag) => [flag.getName(), flag.getValue()].filter(Boolean).join('='))
}

/** Joins continued lines the way the builder does: comment lines and empty lines between them are dropped. */
function unfold(text: string, escapeCharacter: string): string {
  return text
    .split(/\r?\n/)
    .filter((line, index) => index === 0 || !/^\s*(?:#|$)/.test(line))
    .map((line) =>
      line.trimEnd().endsWith(escapeCharacter) ? line.trimEnd().slice(0, -1) : `${line}\n`,
    )
    .join('')
    .trim()
}

/** A JSON list of texts, as Docker wants it; anything else is a command for a shell. */
export function parseExec(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined
  try {
    const words: unknown = JSON.parse(text)
    return Array.isArray(words) && words.every((word) => typeof word === 'string')
      ? words
      : undefined
  } catch {
    // Not JSON: Docker takes it for a shell command too, and a rule of its own says so.
    return undefined
  }
}

/** The line of an instruction that holds a text; its first line when none does. */
export function lineWith(instruction: DockerInstruction, text: string): number {
  return instruction.line + Math.max(0, findLine(instruction.source, text))
}

function findLine(source: readonly string[], text: string): number {
  const escaped = JSON.stringify(text).slice(1, -1)
  return source.findIndex((line) => line.includes(text) || line.includes(escaped))
}
