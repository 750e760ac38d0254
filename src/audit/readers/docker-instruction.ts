import type { Instruction } from 'dockerfile-ast'

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

/** Only where it starts and ends is the library's word: it looks for flags even inside the exec form. */
export function readInstruction(
  instruction: Instruction,
  lines: readonly string[],
  escapeCharacter: string,
): DockerInstruction {
  const { start, end } = instruction.getRange()
  const source = lines.slice(start.line, end.line + 1)
  const whole = unfold(source, escapeCharacter).replace(/^\S+\s*/, '')
  const [flags = ''] = /^(?:--[a-z][\w-]*(?:=\S*)?(?:\s+|$))*/.exec(whole) ?? []
  const text = whole.slice(flags.length)
  return {
    keyword: instruction.getKeyword(),
    line: start.line + 1,
    flags: flags
      .split(/\s+/)
      .filter(Boolean)
      .map((flag) => flag.slice(2)),
    text,
    exec: parseExec(text),
    source,
  }
}

/** Joins continued lines the way the builder does: comment lines and empty lines between them are dropped. */
function unfold(lines: readonly string[], escapeCharacter: string): string {
  return lines
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
