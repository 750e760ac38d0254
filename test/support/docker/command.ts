import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Carries the whole output, because the reason of a failed build is seldom in its last line. */
export class CommandFailed extends Error {
  readonly result: CommandResult

  constructor(file: string, args: readonly string[], result: CommandResult) {
    const output = `${result.stdout}${result.stderr}`.trim()
    super(`${[file, ...args].join(' ')} exited with ${result.code}\n${output}`)
    this.name = 'CommandFailed'
    this.result = result
  }
}

/**
 * Runs a program without a shell, so that no value under test is ever parsed by one.
 * `onStdout` receives the bytes instead of collecting them: for output too large to hold.
 * A signal's death counts as exit code 128. Rejects only when the program cannot be started.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onStdout?: (chunk: Buffer) => void,
): Promise<CommandResult> {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', onStdout ?? ((chunk: Buffer) => stdout.push(chunk)))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code: code ?? 128, stdout: text(stdout), stderr: text(stderr) }
}

/** As `runCommand`, for what has to succeed: rejects with `CommandFailed` otherwise. */
export async function must(...call: Parameters<typeof runCommand>): Promise<CommandResult> {
  const result = await runCommand(...call)
  if (result.code !== 0) throw new CommandFailed(call[0], call[1], result)
  return result
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8')
}
