import type * as z from 'zod/mini'
import { didYouMean } from '../findings/did-you-mean.ts'
import { anyOf, type Path, type PorterProblem, pathText, valueAt } from './problem.ts'
import { unknownKey } from './unknown-key.ts'

type Issue = z.core.$ZodIssue

/** What zod calls a type, in words; schemas with a range bring a phrase of their own. */
const TYPES: Record<string, string> = {
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
  boolean: 'true or false, without quotes',
  string: 'a string',
}

/** A value as a person wrote it. Values of env are never shown: one may be a secret. */
function shown(value: unknown, path: Path): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  if (path[0] === 'env') return `a ${typeof value}`
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

function expected(issue: Issue): string {
  if (issue.code === 'invalid_value') return anyOf(issue.values.map(String))
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? 'another key'
  if (issue.code === 'invalid_union') return anyOf(unionOptions(issue))
  const isOwnPhrase = !issue.message.startsWith('Invalid input')
  if (issue.code !== 'invalid_type' || isOwnPhrase) return issue.message
  return TYPES[issue.expected] ?? issue.expected
}

function unionOptions(issue: Issue): string[] {
  return issue.code === 'invalid_union' && 'options' in issue ? issue.options.map(String) : []
}

function fixFor(issue: Issue, value: unknown, phrase: string): string {
  const words = issue.code === 'invalid_value' ? issue.values.map(String) : unionOptions(issue)
  const meant = typeof value === 'string' ? didYouMean(value, words) : undefined
  return meant ? `Did you mean ${meant}?` : `Write ${phrase}.`
}

/** One zod issue in plain language; one problem per unknown key. */
export function explainIssue(issue: Issue, document: unknown): PorterProblem[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(key, path, document))
  }
  const where = pathText(path)
  if (issue.code === 'custom') {
    return [{ path, message: `${where} ${issue.message}.`, fix: String(issue.params?.fix) }]
  }
  const phrase = expected(issue)
  if (issue.code === 'invalid_key') {
    return [{ path, message: `${where} has an unusable name.`, fix: `Write ${phrase}.` }]
  }
  const value = valueAt(document, path)
  const found = value === undefined ? 'is missing' : `is ${shown(value, path)}`
  return [
    { path, message: `${where} ${found}, expected ${phrase}.`, fix: fixFor(issue, value, phrase) },
  ]
}
