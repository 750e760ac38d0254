/** How the escapes under test are exchanged while something is rendered. */
export type Escapes = typeof import('../../src/artifacts/escape.ts')

let exchanged: Partial<Escapes> = {}

/** For `vi.mock` of escape.ts: the real functions, unless `renderWith` puts another one in place. */
export function exchangeable(real: Escapes): Escapes {
  const names = Object.keys(real) as (keyof Escapes)[]
  const wrapped = names.map((name) => [
    name,
    (value: unknown) => (exchanged[name] ?? real[name])(value),
  ])
  return Object.fromEntries(wrapped) as Escapes
}

/** Renders with other escapes: broken ones, to see that it is noticed, or tokens. */
export function renderWith<T>(escapes: Partial<Escapes>, render: () => T): T {
  exchanged = escapes
  try {
    return render()
  } finally {
    exchanged = {}
  }
}

/** A file in which every value is a harmless word, and the value that each word stands for. */
export interface Tokens {
  readonly text: string
  readonly values: readonly unknown[]
}

/**
 * Renders with harmless words in place of the values. Whatever a parser finds in that file, with the values put back
 * into what it found, must be what it finds in the real one: then each value is read back as itself, and nothing else
 * is changed by it. `quote` says how a word is written in each context.
 */
export function renderTokens(
  quote: Partial<Record<keyof Escapes, (token: string, value: unknown) => string>>,
  render: () => string,
): Tokens {
  const values: unknown[] = []
  const escapes = Object.entries(quote).map(([name, write]) => [
    name,
    (value: unknown) => write(`xTOKEN${values.push(value) - 1}x`, value),
  ])
  return { text: renderWith(Object.fromEntries(escapes), render), values }
}

/** Puts the values back into what a parser found; a value may hold words of its own. */
export function fillTokens(found: unknown, values: readonly unknown[]): unknown {
  if (typeof found === 'string') {
    const alone = /^xTOKEN([0-9]+)x$/.exec(found)
    if (alone) return fillTokens(values[Number(alone[1])], values)
    return found.replace(/xTOKEN[0-9]+x/g, (token) => String(fillTokens(token, values)))
  }
  if (Array.isArray(found)) return found.map((item) => fillTokens(item, values))
  if (typeof found !== 'object' || found === null) return found
  const entries = Object.entries(found)
  return Object.fromEntries(
    entries.map(([key, child]) => [String(fillTokens(key, values)), fillTokens(child, values)]),
  )
}
