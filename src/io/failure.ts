/** Why something on the network did not come about. */
export interface Failure {
  readonly message: string
  /** What the system calls it, such as ECONNREFUSED: one for each address that was tried. */
  readonly codes: readonly string[]
}

/** An error of a socket, of TLS or of a name server, or of a signal that ended the wait, as a value. */
export function describeFailure(error: Error): Failure {
  // When a name has several addresses, the errors of all of them come in one without a message of its own.
  const errors: Error[] = error instanceof AggregateError ? error.errors : [error]
  const told = errors.map(describeOne)
  return {
    message: [...new Set(told.map(({ message }) => message))].join('; '),
    codes: [...new Set(told.map(({ code }) => code))],
  }
}

function describeOne(error: Error): { message: string; code: string } {
  if (error.cause instanceof Error && error.cause.name === 'TimeoutError')
    return { message: 'no answer in time', code: 'ETIMEDOUT' }
  return { message: error.message, code: (error as NodeJS.ErrnoException).code ?? error.name }
}
