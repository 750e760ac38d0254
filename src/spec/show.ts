import type { Path } from './locate.ts'
import { findSecretShape } from './secrets.ts'
import { printable } from './structure.ts'

/** What a message may repeat of a file: never what is, or may be, a secret that was put into the wrong place. */

/** A value under these keys is somebody's own, and may be secret whatever it looks like. */
function holdsUserText(path: Path): boolean {
  return path[0] === 'env' || (path[0] === 'image' && path[1] === 'env')
}

/** A text in quotes, or undefined when it must not be repeated. */
export function quoteText(text: string, path: Path): string | undefined {
  const isSecret =
    holdsUserText(path) ||
    // A token stands in front of the @ of an address, where no shape tells it from a name.
    /=|:\/\/[^/]*@/.test(text) ||
    findSecretShape(text) !== undefined
  return isSecret ? undefined : printable(JSON.stringify(text))
}

/** A value in words: what it is, and its text or number where that may be repeated. */
export function describeValue(value: unknown, path: Path): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (isMap(value)) return 'a map'
  if (typeof value === 'string') {
    const quoted = quoteText(value, path)
    return quoted ? `the text ${quoted}` : 'text that does not fit'
  }
  if (holdsUserText(path)) return typeof value === 'number' ? 'a number' : 'a boolean'
  return String(value)
}

/** A key as a message names it. */
export function describeKey(key: string, path: Path): string {
  const quoted = quoteText(key, path.slice(0, -2))
  return quoted && /^[\w.<-]+$/.test(key) ? `\`${printable(key)}\`` : 'This key'
}

/** A short value as flow YAML, quoted where a reader would take it for something else. */
export function asYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asYaml).join(', ')}]`
  if (isMap(value)) {
    const pairs = Object.entries(value).map(([key, child]) => `${key}: ${asYaml(child)}`)
    return `{${pairs.join(', ')}}`
  }
  if (typeof value !== 'string') return String(value)
  const isPlain =
    /^[A-Za-z/][^#]*$/.test(value) && !/^(?:true|false|yes|no|on|off|null|none)$/i.test(value)
  return isPlain ? value : JSON.stringify(value)
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
