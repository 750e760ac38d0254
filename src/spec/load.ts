import { byLocation, type Finding, type Location } from '../findings/finding.ts'
import { specChecks } from './checks.ts'
import { parseDescription } from './document.ts'
import { describeIssues } from './issues.ts'
import { formatPath, type Locator, type Path } from './locate.ts'
import { specRules } from './rules/index.ts'
import type { SpecRule } from './rules/rule.ts'
import { type DraftService, serviceSchema, type WrittenService } from './schema.ts'

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
  const findings = [
    ...firstOfEachPlace([...parsed.findings, ...schemaFindings]),
    ...judge(draft, locate),
  ]
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
  const found =
    value === null || value === undefined ? 'The file is empty.' : 'The file is not a map of keys.'
  return {
    rule: 'spec-value',
    severity: 'error',
    message: `${found} ${specChecks['spec-value'].why}`,
    fix: 'Write at least `name: my-service` and `app: app:app`, or run `npx hoptix-deploy init`.',
    where: { file, line: 1, column: 1 },
  }
}

/** A number that is both oddly written and out of place is one mistake to the person who wrote it. */
function firstOfEachPlace(findings: Finding[]): Finding[] {
  const key = ({ file, line, column }: Location) => `${file}:${line}:${column}`
  const odd = new Set(
    findings.filter(({ rule }) => rule === 'spec-number-form').map(({ where }) => key(where)),
  )
  return findings.filter(({ rule, where }) => rule !== 'spec-value' || !odd.has(key(where)))
}

/** What is left of a value when the places that have mistakes are taken out. */
function withoutPaths(value: unknown, paths: readonly Path[]): unknown {
  const bad = new Set(paths.map(formatPath))
  const prune = (part: unknown, path: Path): unknown => {
    if (Array.isArray(part)) {
      return part.flatMap((item, index) => {
        const inner = [...path, index]
        return bad.has(formatPath(inner)) ? [] : [prune(item, inner)]
      })
    }
    if (!isMap(part)) return part
    const kept = Object.entries(part).filter(([key]) => !bad.has(formatPath([...path, key])))
    return Object.fromEntries(kept.map(([key, child]) => [key, prune(child, [...path, key])]))
  }
  return prune(value, [])
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
