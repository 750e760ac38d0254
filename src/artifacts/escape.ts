/**
 * One function for each context a value can be written into. A value never reaches a template any other way, and each
 * function is proven with a parser that is not ours: Python's own, PyYAML, a CommonMark parser and `docker build`.
 */

/** A Python string, number, boolean or None, quoted the way black would quote it. */
export function python(value: unknown): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  const text = expectText(value, 'python')
  const quote = count(text, '"') > count(text, "'") ? "'" : '"'
  const escaped = [...text].map((character) => {
    if (character === '\\' || character === quote) return `\\${character}`
    return isPrintable(character) ? character : pythonEscape(character)
  })
  return quote + escaped.join('') + quote
}

function pythonEscape(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0
  const hex = codePoint.toString(16)
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return codePoint <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

/** A YAML scalar: plain where no reader of YAML 1.1 or 1.2 could take it for something else, else quoted. */
export function yaml(value: unknown): string {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value)
  const text = expectText(value, 'yaml')
  if (
    /^(?:[A-Za-z_]|\.?\/)(?:[A-Za-z0-9_./:-]*[A-Za-z0-9_./-])?$/.test(text) &&
    !yamlWords.test(text)
  )
    return text
  const plain = [...text].every(isPrintable) && !text.includes('\\')
  // Single quotes where double ones would need an escape: prettier's choice too, so that it leaves the file alone.
  if (plain && text.includes('"')) return `'${text.replaceAll("'", "''")}'`
  return `"${[...text].map((character) => yamlCharacter(character)).join('')}"`
}

/** A map in block form, its keys beginning at a column: values that no template knows the shape of. */
export function yamlMap(value: unknown): string {
  const { indent, map } = value as { indent: number; map: unknown }
  return yamlLines(map)
    .map((line) => ' '.repeat(indent) + line)
    .join('\n')
}

function yamlLines(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) =>
      yamlLines(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
    )
  }
  if (typeof value !== 'object' || value === null) return [yaml(value)]
  return Object.entries(value).flatMap(([key, child]) => {
    const isNested = typeof child === 'object' && child !== null
    if (!isNested) return [`${yaml(key)}: ${yaml(child)}`]
    if (Object.keys(child).length === 0) return [`${yaml(key)}: ${json(child)}`]
    return [`${yaml(key)}:`, ...yamlLines(child).map((line) => `  ${line}`)]
  })
}

/** What some reader of YAML 1.1 takes for a boolean, null or a number. */
const yamlWords = /^(?:y|n|yes|no|on|off|true|false|null|none|e-?[0-9]+)$/i

function yamlCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`
  if (isPrintable(character)) return character
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase()
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

/** One JSON value on one line: the exec form of Docker's instructions. */
export function json(value: unknown): string {
  if (value === undefined) throw new TypeError('json: the value is undefined')
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) =>
    isPrintable(unit) ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** One word of a POSIX shell, quoted only when it must be. */
export function shell(value: unknown): string {
  const text = expectLine(value, 'shell')
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** One word of bash in a YAML text of a workflow: plain, or in ASCII with each odd byte spelt out, so never `\${{`. */
export function bash(value: unknown): string {
  const text = expectLine(value, 'bash')
  if (/^[A-Za-z0-9_@%+=,./-]+$/.test(text)) return text
  const bytes = [...new TextEncoder().encode(text)].map((byte) => {
    const character = String.fromCharCode(byte)
    return /[A-Za-z0-9_.,/-]/.test(character)
      ? character
      : `\\x${byte.toString(16).padStart(2, '0')}`
  })
  return `$'${bytes.join('')}'`
}

/** A value of ENV: in double quotes, with the builder's own escapes, so that nothing in it is expanded. */
export function dockerfile(value: unknown): string {
  return `"${expectLine(value, 'dockerfile').replace(/[\\"$]/g, '\\$&')}"`
}

/** A command behind RUN: as it stands where the builder leaves it alone, else in exec form, which it always does. */
export function run(value: unknown): string {
  const text = expectLine(value, 'run')
  const touched = /^(?:\[|--|#|\s)|<<|\\$|\s$/.test(text)
  return touched ? json(['/bin/sh', '-c', text]) : text
}

/** A bare word where no quoting exists; anything else is a bug of ours and stops here. */
export function word(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : expectText(value, 'word')
  if (!/^[A-Za-z0-9_.,:@/+=~*?-]+$/.test(text))
    throw new TypeError(`word: not a bare word: ${JSON.stringify(text)}`)
  return text
}

/** One line of .dockerignore. To the matcher of older builders a bare plus means "once or more". */
export function ignorePattern(value: unknown): string {
  return word(value).replaceAll('+', '\\+')
}

/** A CommonMark code span, fenced with more backticks than the text has in a row. */
export function code(value: unknown): string {
  const text =
    typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : expectLine(value, 'code')
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  if (text === '') throw new TypeError('code: an empty code span does not exist')
  const needsPadding = /^`|`$|^ .* $/s.test(text) && /[^ ]/.test(text)
  return needsPadding ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`
}

/** Letters, marks, numbers, punctuation, symbols and the plain space: what every editor shows and every parser keeps. */
function isPrintable(character: string): boolean {
  // Asked first: the tables of Unicode take a millisecond to load.
  if (/^[ -~]$/.test(character)) return true
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character) && !/[\ufffe\uffff]/.test(character)
}

function expectText(value: unknown, helper: string): string {
  if (typeof value !== 'string')
    throw new TypeError(`${helper}: text expected, got ${typeof value}`)
  return value
}

/** The loader refuses these before; here they would break out of their context. */
function expectLine(value: unknown, helper: string): string {
  const text = expectText(value, helper)
  if (/[\p{Cc}\p{Cs}]/u.test(text))
    throw new TypeError(`${helper}: one line of visible text expected`)
  return text
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}
