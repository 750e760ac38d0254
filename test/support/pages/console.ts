/** One command of a console block and what the page says it prints. */
export interface Command {
  readonly line: string
  readonly expected: readonly string[]
}

/** `$ command`, continued behind a backslash, and the output up to the next `$`. */
export function readCommands(body: string): Command[] {
  const commands: { line: string; expected: string[] }[] = []
  for (const line of body.replace(/\n$/, '').split('\n')) {
    const last = commands.at(-1)
    if (line.startsWith('$ ')) commands.push({ line: line.slice(2), expected: [] })
    else if (!last) throw new Error(`A console block begins with a command, not with: ${line}`)
    else if (last.line.endsWith('\\') && last.expected.length === 0) last.line += `\n${line}`
    else last.expected.push(line)
  }
  return commands
}

export function writeCommand({ line }: Command, output: readonly string[]): string {
  return [`$ ${line}`, ...output].map((text) => `${text}\n`).join('')
}

/** Whether output is as expected, line by line; a line of `...` stands for any number of lines. */
export function isExpected(expected: readonly string[], output: readonly string[]): boolean {
  const [first, ...rest] = expected
  if (first === undefined) return output.length === 0
  if (first !== '...') return first === output[0] && isExpected(rest, output.slice(1))
  return output.concat('').some((_, skipped) => isExpected(rest, output.slice(skipped)))
}
