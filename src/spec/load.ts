import { byLocation, type Finding, type Location } from '../findings/finding.ts'
import { parseDescription } from './document.ts'
import { describeIssues } from './issues.ts'
import type { Locator, Path } from './locate.ts'
import { specRules } from './rules/index.ts'
import type { SpecRule } from './rules/rule.ts'
import { type DraftService, serviceSchema, type WrittenService } from './schema.ts'
import { isMap } from './show.ts'

/** One valid service of a description, with the places its values were written at. */
export interface ServiceSpec {
  readonly written: WrittenService
  /** The description's path, relative to the repository's top. */
  readonly file: string
  readonly locate: Locator
}

export interface Spec {
  readonly services: readonly ServiceSpec[]
  /** Warnings of the rules: they do not stop generating. */
  readonly warnings: readonly Finding[]
}

export type Loaded = { ok: true; spec: Spec } | { ok: false; findings: Finding[] }

/** Reads a description: every mistake at once, or a valid spec. */
export function loadSpec(bytes: Uint8Array, file: string): Loaded {
  const parsed = parseDescription(bytes, file)
  if (!parsed.ok) return parsed
  const { value, locate } = parsed
  if (!isMap(value)) return { ok: false, findings: [...parsed.findings, notAMap(value, file)] }

  const result = serviceSchema.safeParse(value)
  const issues = result.error?.issues ?? []
  const problems = describeIssues(issues, value)
  const schemaFindings = problems.map(({ rule, path, at, message, fix }): Finding => {
    return { rule, severity: 'error', message, fix, where: locate[at](path) }
  })
  const draft =
    result.data ??
    (withoutPaths(
      value,
      problems.map(({ path }) => path),
    ) as DraftService)
  const findings = withoutEchoes(parsed.findings, [...schemaFindings, ...judge(draft, locate)])
  findings.sort(byLocation)

  if (!result.success || findings.some(({ severity }) => severity === 'error'))
    return { ok: false, findings }
  return {
    ok: true,
    spec: { services: [{ written: result.data, file, locate }], warnings: findings },
  }
}

function judge(draft: DraftService, locate: Locator): Finding[] {
  const rules: readonly SpecRule[] = specRules
  return rules.flatMap(({ id, severity, fix, find }) =>
    find(draft).map((hit): Finding => {
      const where = locate[hit.at ?? 'value'](hit.path)
      return { rule: id, severity, message: hit.message, fix: hit.fix ?? fix, where }
    }),
  )
}

function notAMap(value: unknown, file: string): Finding {
  const isEmpty = value === null || value === undefined
  return {
    rule: 'spec-value',
    severity: 'error',
    message: isEmpty
      ? 'The file is empty; a description has at least `name` and `app`.'
      : 'The file is not a map of keys, as a description is.',
    fix: 'Write `name: my-service` and `app: app:app`, or run `npx hoptix-deploy init`.',
    where: { file, line: 1, column: 1 },
  }
}

/** Where the text itself is wrong, what else is said of the same place only repeats it. */
function withoutEchoes(textFindings: readonly Finding[], others: readonly Finding[]): Finding[] {
  const key = ({ line, column }: Location) => `${line}:${column}`
  const told = new Set(textFindings.map(({ where }) => key(where)))
  return [...textFindings, ...others.filter(({ where }) => !told.has(key(where)))]
}

/** What is left of a value when the places that have mistakes are taken out; list items keep their positions. */
function withoutPaths(value: unknown, paths: readonly Path[]): unknown {
  const bad = new Set(paths.map((path) => JSON.stringify(path)))
  const prune = (part: unknown, path: Path): unknown => {
    const isBad = (step: string | number) => bad.has(JSON.stringify([...path, step]))
    if (Array.isArray(part))
      return part.map((item, index) => (isBad(index) ? '' : prune(item, [...path, index])))
    if (!isMap(part)) return part
    const kept = Object.entries(part).filter(([key]) => !isBad(key))
    return Object.fromEntries(kept.map(([key, child]) => [key, prune(child, [...path, key])]))
  }
  return prune(value, [])
}
