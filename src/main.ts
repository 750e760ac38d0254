import { exitCodeOf, parseCommandLine } from './cli.ts'
import { openMachine } from './io/machine.ts'

/** argv in, exit code out. The only place that catches: what arrives here is a bug or a broken machine. */
export async function main(argv: readonly string[]): Promise<number> {
  const machine = openMachine()
  try {
    const invocation = await parseCommandLine(argv, machine)
    if (!invocation) return 2
    const outcome = await invocation.run()
    const { report } = await import('./findings/reporters/index.ts')
    await report(outcome, invocation.format, machine)
    const exitCode = outcome.exitCode ?? (outcome.ok ? 0 : 1)
    // What a signal ended may still be waiting for something; a person must not wait for that.
    if (exitCode > 128) machine.end(exitCode)
    return exitCode
  } catch (error) {
    const told = exitCodeOf(error)
    if (told === undefined) machine.writeError(describeFailure(error))
    return told ?? 2
  }
}

function describeFailure(error: unknown): string {
  const { code, message, stack } = error as NodeJS.ErrnoException
  if (code && /^E[A-Z]+$/.test(code)) return `hoptix-deploy could not run: ${message}\n`
  return `hoptix-deploy failed, and that is a bug of ours. Please report it with the lines below.\n${stack ?? message}\n`
}
