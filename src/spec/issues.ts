import type * as z from 'zod'
import type { SpecCheckId } from './checks.ts'
import { didYouMean } from './did-you-mean.ts'
import { formatPath, type Path } from './locate.ts'
import { findSetting, type Setting, settings } from './schema.ts'
import { printable } from './structure.ts'

/** A mistake at a path of the description. `at` says whether the key or its value is to be pointed at. */
export interface SpecProblem {
  readonly rule: SpecCheckId
  readonly path: Path
  readonly at: 'key' | 'value'
  readonly message: string
  readonly fix: string
}

type Issue = z.core.$ZodIssue

/** What zod found, in the words of hoptix.yaml. `value` is the whole parsed description. */
export function describeIssues(issues: readonly Issue[], value: unknown): SpecProblem[] {
  return issues.flatMap((issue) => describeIssue(issue, value, []))
}

function describeIssue(issue: Issue, value: unknown, parents: Path): SpecProblem[] {
  const path = [...parents, ...(issue.path as Path)]
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key]))
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

function unknownKey(path: Path): SpecProblem {
  const name = String(path.at(-1))
  const parent = settingKey(path.slice(0, -1))
  const known = settings
    .filter(({ key }) => (parent === '' ? !key.includes('.') : key.startsWith(`${parent}.`)))
    .map(({ key }) => key.slice(parent === '' ? 0 : parent.length + 1))
  const similar = didYouMean(name, known)
  const elsewhere = settings.find(
    ({ key }) => key.includes('.') && key.endsWith(`.${name}`) && !known.includes(name),
  )
  const place = parent === '' ? 'hoptix.yaml' : `\`${parent}\``
  return {
    rule: 'spec-unknown-key',
    path,
    at: 'key',
    message: `\`${printable(name)}\` is not a key of ${place}, so it would do nothing.`,
    fix: similar
      ? `Did you mean \`${similar}\`?`
      : elsewhere
        ? `Did you mean \`${elsewhere.key}\`? Write it under \`${elsewhere.key.split('.')[0]}:\`.`
        : `Remove it. Known here: ${known.join(', ')}.`,
  }
}

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

function badKey(path: Path, reason = ''): SpecProblem {
  const group = formatPath(path.slice(0, -1))
  return {
    rule: 'spec-value',
    path,
    at: 'key',
    message: `\`${printable(String(path.at(-1)))}\` cannot be a key of \`${group}\`: ${reason}.`,
    fix: 'Remove it, or use another name.',
  }
}

function badValue(path: Path, found: unknown, reason: string | undefined): SpecProblem {
  const setting = findSetting(settingKey(path))
  const trap = isItem(path)
    ? undefined
    : traps.find((candidate) => candidate.catches(found, setting))
  const shown = holdsUserText(path) ? kindOf(found) : describeValue(found)
  const expected = reason ?? `expected ${setting?.accepts ?? 'another kind of value'}`
  return {
    rule: 'spec-value',
    path,
    at: 'value',
    message: `\`${formatPath(path)}\` is ${shown}: ${expected}.`,
    fix: trap?.fix(found, setting) ?? suggest(found, setting, path),
  }
}

/** YAML's well-known surprises, each with the words that end the search. */
const traps: {
  catches(found: unknown, setting?: Setting): boolean
  fix(found: unknown, setting?: Setting): string
}[] = [
  {
    catches: (found, setting) => typeof found === 'number' && setting?.key === 'python',
    fix: () =>
      'Put the version in quotes, such as `python: "3.13"`: without them 3.10 is the number 3.1.',
  },
  {
    catches: (found, setting) =>
      /^(?:yes|no|on|off)$/i.test(String(found)) && /true or false/.test(setting?.accepts ?? ''),
    fix: (found) =>
      `Write ${/^(?:yes|on)$/i.test(String(found)) ? 'true' : 'false'}: in YAML 1.2 the word ${found} is text.`,
  },
  {
    catches: (found, setting) =>
      typeof found === 'string' && /^[0-9][0-9_]*$/.test(found) && takesNumber(setting),
    fix: (found) => `Write ${String(found).replaceAll('_', '')} without quotes or underscores.`,
  },
  {
    catches: (found, setting) =>
      !Array.isArray(found) && !isMap(found) && Array.isArray(setting?.examples[0]),
    fix: (found) => `Write a list, such as [${printable(JSON.stringify(found))}].`,
  },
  {
    catches: (found, setting) =>
      (typeof found === 'number' || typeof found === 'boolean') &&
      /text to text/.test(setting?.accepts ?? ''),
    fix: () => 'Put the value in quotes: environment variables are text.',
  },
]

function takesNumber(setting: Setting | undefined): boolean {
  return /whole|cores|percent/.test(setting?.accepts ?? '')
}

function suggest(found: unknown, setting: Setting | undefined, path: Path): string {
  const words = (setting?.accepts ?? '')
    .split(/, | \([^)]*\)/)
    .filter((word) => /^[a-z-]+$/.test(word))
  const similar = typeof found === 'string' ? didYouMean(found, words) : undefined
  return similar ? `Did you mean \`${similar}\`?` : `Write ${example(setting, path)}.`
}

/** What a right value looks like in place: the item of a list, or the key with its value. */
function example(setting: Setting | undefined, path: Path): string {
  if (!setting) return 'a value that the key accepts'
  const [shown] = setting.examples
  if (isItem(path)) return `for example ${asYaml(Array.isArray(shown) ? shown[0] : shown)}`
  const value = shown
  return `for example \`${setting.key.split('.').at(-1)}: ${asYaml(value)}\``
}

/** A short value as flow YAML, quoted only where a reader would take it for something else. */
function asYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asYaml).join(', ')}]`
  if (isMap(value))
    return `{${Object.entries(value)
      .map(([key, child]) => `${key}: ${asYaml(child)}`)
      .join(', ')}}`
  return typeof value === 'string' && !/^[A-Za-z/][^#]*$/.test(value)
    ? JSON.stringify(value)
    : String(value)
}

function isItem(path: Path): boolean {
  return typeof path.at(-1) === 'number'
}

/** A value under these keys may be somebody's secret, put there by mistake: it is never repeated. */
function holdsUserText(path: Path): boolean {
  return /^(?:env|image\.env)\./.test(formatPath(path))
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (isMap(value)) return 'a map'
  return (
    { string: 'text', number: 'a number', boolean: 'a yes or no' }[typeof value as string] ??
    'another value'
  )
}

function describeValue(value: unknown): string {
  if (value === null || typeof value === 'object') return kindOf(value)
  return typeof value === 'string' ? `the text ${printable(JSON.stringify(value))}` : String(value)
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

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
