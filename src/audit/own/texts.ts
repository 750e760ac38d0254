import type { Broken, Guard } from './guard.ts'

/** Everything that the built-in list keeps out stays out; more may be added. */
export const guardIgnoreList: Guard = (own, builtIn) => {
  const written = own.split('\n')
  const missing = entriesOf(builtIn).filter((entry) => !entriesOf(own).includes(entry))
  const reopened = written.flatMap((line, index): Broken[] => {
    if (!line.trim().startsWith('!')) return []
    return [
      { promise: 'no-secrets', line: index + 1, message: `${line.trim()} takes files back in.` },
    ]
  })
  return [
    ...missing.map(
      (entry): Broken => ({ promise: 'no-secrets', message: `${entry} is no longer kept out.` }),
    ),
    ...reopened,
  ]
}

function entriesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('!'))
}

/** The guide is prose, and all that a promise says of it is the port. */
export const guardGuide: Guard = (own, builtIn) => {
  const ports = new Set(portsIn(builtIn).map(({ port }) => port))
  return portsIn(own)
    .filter(({ port }) => !ports.has(port))
    .map(({ port, line }) => ({
      promise: 'one-port',
      line,
      message: `The guide speaks of port ${port}, which is not the service's.`,
    }))
}

const addresses = /(?:0\.0\.0\.0:|^\s*`?port: )(\d{2,5})\b/g

function portsIn(text: string): { port: string; line: number }[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(addresses)].map(([, port = '']) => ({ port, line: index + 1 })),
    )
}
