import type * as z from 'zod/mini'
import { didYouMean } from '../findings/did-you-mean.ts'
import { explainIssue } from '../porter/explain-issue.ts'
import { keysAt } from '../porter/known-keys.ts'
import type { SpecCheckId } from './checks.ts'
import { formatPath, type Path } from './locate.ts'
import { findSetting, type Setting, serviceSchema, settings } from './schema.ts'
import { asYaml, describeKey, describeValue, isMap } from './show.ts'
import { fixForTrap } from './traps.ts'

/** A mistake at a path of the description. `at` says whether the key or its value is to be pointed at. */
export interface SpecProblem {
  readonly rule: SpecCheckId
  readonly path: Path
  readonly at: 'key' | 'value'
  readonly message: string
  readonly fix: string
}

type Issue = z.core.$ZodIssue

/** What zod found, in the words of hoptix.yaml; one mistake for each place. `value` is the whole parsed description. */
export function describeIssues(issues: readonly Issue[], value: unknown): SpecProblem[] {
  const problems = issues.flatMap((issue) => describeIssue(issue, value, []))
  const seen = new Set<string>()
  return problems.filter(({ path, at }) => {
    const place = `${at} ${path.join('\n')}`
    return !seen.has(place) && seen.add(place)
  })
}

function describeIssue(issue: Issue, value: unknown, parents: Path): SpecProblem[] {
  const path = [...parents, ...(issue.path as Path)]
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, path, value)
  // What is passed through to Porter is judged in the words of Porter's format.
  if (isPorterExtra(path))
    return explainIssue({ ...issue, path: [...path] }, value).map((problem) => ({
      ...problem,
      rule: 'spec-value',
      at: 'value',
    }))
  const found = valueAt(value, path)
  const branch = issue.code === 'invalid_union' ? branchForMap(issue.errors, found) : undefined
  if (branch) return branch.flatMap((inner) => describeIssue(inner, value, path))
  if (issue.code === 'invalid_key') return [badKey(path, issue.issues[0]?.message)]
  return [found === undefined ? missingKey(path) : badValue(path, found, reasonOf(issue))]
}

/** Of `none | {origins, …}` only the second can be meant by a map, so its mistakes are told one by one. */
function branchForMap(branches: Issue[][], found: unknown): Issue[] | undefined {
  if (!isMap(found)) return undefined
  return branches.find((issues) =>
    issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  )
}

function isPorterExtra(path: Path): boolean {
  return path.some((step, index) => step === 'extra' && path[index - 1] === 'porter')
}

function unknownKeys(keys: readonly string[], group: Path, value: unknown): SpecProblem[] {
  const parent = settingKey(group)
  const place = parent === '' ? 'hoptix.yaml' : `\`${parent}\``
  const known = keysAt(serviceSchema, value, group)
  const remove = `Remove it. Known here: ${known.join(', ')}.`
  return keys.map((key) => {
    const path = [...group, key]
    return {
      rule: 'spec-unknown-key',
      path,
      at: 'key',
      message: `${describeKey(key, path)} is not a key of ${place}, so it would do nothing.`,
      fix: suggestKey(key, known, path, value) ?? remove,
    }
  })
}

/** A key that stands in another group is meant exactly; a similar one here is meant probably. */
function suggestKey(
  name: string,
  known: readonly string[],
  path: Path,
  value: unknown,
): string | undefined {
  const layout = didYouMean(name, ['services', 'defaults'])
  if (layout && path.length === 1 && typeof valueAt(value, path) === 'object')
    return `Did you mean \`${layout}\`?`
  const elsewhere = nestedSettings.get(name)
  if (elsewhere) {
    const group = elsewhere.key.slice(0, -name.length - 1)
    return `Did you mean \`${elsewhere.key}\`? Write it under \`${group}:\`.`
  }
  const similar = didYouMean(name, known)
  return similar ? `Did you mean \`${similar}\`?` : undefined
}

/** Settings of a group by the ends of their names: `cors.maxAge` by `maxAge`. Of equal ends the first setting counts. */
const nestedSettings = new Map(
  [...settings].reverse().flatMap((setting) => {
    const [, ...names] = setting.key.split('.')
    return names.map((_name, index) => [names.slice(index).join('.'), setting] as const)
  }),
)

function missingKey(path: Path): SpecProblem {
  const setting = findSetting(settingKey(path))
  return {
    rule: 'spec-required-key',
    path,
    at: 'value',
    message: `\`${formatPath(path)}\` is missing. ${setting?.description ?? ''}`.trim(),
    fix: `Write ${example(setting, path)}.`,
  }
}

function badKey(path: Path, reason = 'it does not fit'): SpecProblem {
  const group = formatPath(path.slice(0, -1))
  return {
    rule: 'spec-value',
    path,
    at: 'key',
    message: `${describeKey(String(path.at(-1)), path)} cannot be a key of \`${group}\`: ${reason}.`,
    fix: 'Remove it, or use another name.',
  }
}

function badValue(path: Path, found: unknown, reason: string | undefined): SpecProblem {
  const setting = findSetting(settingKey(path))
  const accepts = isItem(path) ? 'text' : (setting?.accepts ?? 'another kind of value')
  const trap = setting && !isItem(path) ? fixForTrap(found, setting, path) : undefined
  return {
    rule: 'spec-value',
    path,
    at: 'value',
    message: `\`${formatPath(path)}\` is ${describeValue(found, path)}: ${reason ?? `expected ${accepts}`}.`,
    fix: trap ?? suggestValue(found, setting, path),
  }
}

function suggestValue(found: unknown, setting: Setting | undefined, path: Path): string {
  const similar = typeof found === 'string' ? didYouMean(found, acceptedWords(setting)) : undefined
  return similar ? `Did you mean \`${similar}\`?` : `Write ${example(setting, path)}.`
}

function acceptedWords(setting: Setting | undefined): string[] {
  const parts = setting?.accepts.split(/, | \([^)]*\)/) ?? []
  return parts.filter((word) => /^[a-z-]+$/.test(word))
}

/** What a right value looks like in place: the item of a list, or the key with its value. */
function example(setting: Setting | undefined, path: Path): string {
  if (!setting) return 'a value that the key accepts'
  const [shown] = setting.examples
  if (isItem(path)) return `for example \`${asYaml(Array.isArray(shown) ? shown[0] : shown)}\``
  return `for example \`${setting.key.split('.').at(-1)}: ${asYaml(shown)}\``
}

function isItem(path: Path): boolean {
  return typeof path.at(-1) === 'number'
}

/** Only messages that our own schemas give say more than "expected …" does. */
function reasonOf(issue: Issue): string | undefined {
  return /^(?:Invalid|Too|Unrecognized|Expected)/.test(issue.message) ? undefined : issue.message
}

/** The dotted name of the setting at a path: list positions and the keys of free maps are left out. */
function settingKey(path: Path): string {
  const names = path.filter((step) => typeof step === 'string')
  for (let length = names.length; length > 0; length -= 1) {
    const key = names.slice(0, length).join('.')
    if (findSetting(key)) return key
  }
  return ''
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (parent, step) => (parent as Record<string | number, unknown> | undefined)?.[step],
    value,
  )
}
