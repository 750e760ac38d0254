export type Path = (string | number)[]

/** One thing wrong with a porter.yaml: where, what, and what to do. */
export interface PorterProblem {
  path: Path
  message: string
  fix: string
}

export type Fields = Record<string, unknown>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      typeof here === 'object' && here !== null && Object.hasOwn(here, key)
        ? (here as Fields)[key]
        : undefined,
    value,
  )
}

/** `services[0].run`, or `porter.yaml` for the document itself. */
export function pathText(path: Path): string {
  const text = path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`
      return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
    })
    .join('')
  return text === '' ? 'porter.yaml' : text.replace(/^\./, '')
}

/** "a, b or c" */
export function anyOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
