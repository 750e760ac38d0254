import { type Finding, findingOf } from '../findings/finding.ts'
import { verifyChecks } from './checks.ts'

export type EnvFile =
  | { readonly ok: true; readonly env: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly findings: readonly Finding[] }

/**
 * Reads what both `docker run --env-file` and dotenv take: `NAME=value`, `export NAME=value`, a value in single or
 * double quotes, comments, and `NAME` alone for the value that this shell has. The later of two equal names wins. No
 * value is ever repeated in a finding: it may be a secret.
 */
export function readEnvFile(
  text: string,
  file: string,
  shell: Readonly<Record<string, string | undefined>>,
): EnvFile {
  const env: Record<string, string> = {}
  const findings: Finding[] = []
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1
    const entry = readEntry(lines, at, shell)
    if (!entry) continue
    if (entry.ok) {
      env[entry.name] = entry.value
      at += entry.more
    } else {
      findings.push(
        findingOf(verifyChecks, 'env-file-line', {
          message: entry.problem,
          where: { file, line },
        }),
      )
    }
  }
  return findings.length > 0 ? { ok: false, findings } : { ok: true, env }
}

type Entry =
  | { readonly ok: true; readonly name: string; readonly value: string; readonly more: number }
  | { readonly ok: false; readonly problem: string }

/** Undefined for an empty line and a comment. */
function readEntry(
  lines: readonly string[],
  at: number,
  shell: Readonly<Record<string, string | undefined>>,
): Entry | undefined {
  const text = (lines[at] ?? '').trim()
  if (text === '' || text.startsWith('#')) return undefined
  const [, name, equals, rest = ''] = /^(?:export\s+)?([^=\s]+)\s*(=?)(.*)$/.exec(text) ?? []
  if (name === undefined) return refuse('The line has no name before its `=`.')
  if (!/^[A-Za-z_]\w*$/.test(name))
    return refuse(
      `A name has letters, digits and underscores and begins with no digit: this one has ${describeOdd(name)}.`,
    )
  if (equals === '' && rest.trim() !== '')
    return refuse(`There is no \`=\` between ${name} and its value.`)
  if (equals === '') return takeFromShell(name, shell)
  const value = readValue(rest.trim(), lines.slice(at + 1))
  if (!value) return refuse(`The quote that opens the value of ${name} is never closed.`)
  if ('after' in value)
    return refuse(`Something stands behind the closing quote of the value of ${name}.`)
  return hasControl(value.text)
    ? refuse(`The value of ${name} holds a control character.`)
    : { ok: true, name, value: value.text, more: value.more }
}

function refuse(problem: string): Entry {
  return { ok: false, problem }
}

/** The first character that no name has; the rest could be a value that slipped to the left. */
function describeOdd(name: string): string {
  const odd = /^\d|\W/u.exec(name)?.[0] ?? name[0]
  return `\`${odd}\``
}

function takeFromShell(name: string, shell: Readonly<Record<string, string | undefined>>): Entry {
  const value = shell[name]
  return value === undefined
    ? refuse(`${name} has no value here, and this shell has none for it either.`)
    : { ok: true, name, value, more: 0 }
}

type Value = { text: string; more: number } | { after: true } | undefined

/** Undefined when a quote is not closed. */
function readValue(rest: string, below: readonly string[]): Value {
  const quote = rest[0]
  if (quote !== '"' && quote !== "'") return { text: withoutComment(rest), more: 0 }
  const all = [rest.slice(1), ...below].join('\n')
  const pattern = quote === '"' ? /^((?:[^"\\]|\\[\s\S])*)"([^\n]*)/ : /^([^']*)'([^\n]*)/
  const [, inner, after = ''] = pattern.exec(all) ?? []
  if (inner === undefined) return undefined
  if (!/^\s*(?:#.*)?$/.test(after)) return { after: true }
  return {
    text: quote === '"' ? readEscapes(inner) : inner,
    more: inner.split('\n').length - 1,
  }
}

/** Behind a blank only: passwords and colours hold the sign too. */
function withoutComment(text: string): string {
  return text.replace(/(?:^|\s+)#.*$/, '').trimEnd()
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function readEscapes(inner: string): string {
  return inner.replace(/\\([\s\S])/g, (whole, char: string) =>
    /["\\$`]/.test(char) ? char : (escapes[char] ?? whole),
  )
}

/** A line break and a tab are text; a program's environment cannot hold the rest safely. */
function hasControl(text: string): boolean {
  return /[^\P{Cc}\n\r\t]/u.test(text)
}
