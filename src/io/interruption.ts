/** What a person, or a platform that gives up waiting, sends to end a command. */
const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

type Name = (typeof names)[number]

/** The ending of a command from outside, as something that its parts can be told of. */
export interface Interruption {
  readonly signal: AbortSignal
  /** What a shell expects of a program that a signal ended: 128 and the signal's number. */
  exitCode(): number | undefined
  close(): void
}

const numbers: Record<Name, number> = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 }

/**
 * From now until `close`, a signal aborts instead of ending this process, so that what was started can be removed. The
 * first one counts: npx passes Ctrl-C on although the terminal has sent it to us already.
 */
export function listenForInterruption(): Interruption {
  const controller = new AbortController()
  let first: Name | undefined
  const receive = (name: Name) => {
    first ??= name
    // A terminal shows ^C where the cursor stands; what is said next begins on a line of its own.
    if (name === 'SIGINT' && process.stderr.isTTY) process.stderr.write('\n')
    controller.abort(new Error(`ended by ${first}`))
  }
  for (const name of names) process.on(name, receive)
  return {
    signal: controller.signal,
    exitCode: () => first && 128 + numbers[first],
    close: () => {
      for (const name of names) process.off(name, receive)
    },
  }
}
