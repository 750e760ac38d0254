import { byLocation, type Finding } from '../findings/finding.ts'
import { parseYaml } from './document.ts'
import { describeIssues } from './issues.ts'
import { findRepeatedTooOften, maxDescriptionBytes } from './limits.ts'
import type { Locator, Path } from './locate.ts'
import { withoutPaths } from './prune.ts'
import { findRepeatedNames } from './repeated-names.ts'
import { findDefaultsProblems, withoutEchoes, withoutRepeats } from './repeats.ts'
import { specRules } from './rules/index.ts'
import type { SpecRule } from './rules/rule.ts'
import { type DraftService, defaultsSchema, serviceSchema, type WrittenService } from './schema.ts'
import { type Entry, layOutServices, locateEntry } from './services.ts'
import { isMap } from './show.ts'

/** One valid service of a description, with the places its values were written at. */
export interface ServiceSpec {
  /** Its keys, those of `defaults` merged under them. */
  readonly written: WrittenService
  /** The description's path, relative to the repository's top. */
  readonly file: string
  readonly locate: Locator
  /** True for a service of `services:`, whose porter.yaml stands in its own folder. */
  readonly isOneOfSeveral: boolean
}

export interface Spec {
  readonly services: readonly ServiceSpec[]
  /** Warnings of the rules: they do not stop generating. */
  readonly warnings: readonly Finding[]
}

export type Loaded = { ok: true; spec: Spec } | { ok: false; findings: Finding[] }

/** Reads a description: every mistake at once, or a valid spec. */
export function loadSpec(bytes: Uint8Array, file: string): Loaded {
  const parsed = parseYaml(bytes, file, maxDescriptionBytes)
  if (!parsed.ok) return parsed
  const { value, locate } = parsed
  if (!isMap(value)) return { ok: false, findings: [...parsed.findings, notAMap(value, file)] }

  const tooMuch = findRepeatedTooOften(value, parsed.sizeOf)
  if (tooMuch) return { ok: false, findings: [...parsed.findings, locateFinding(tooMuch, locate)] }
  const { entries, defaults, problems } = layOutServices(value)
  const services = entries.map((entry) => judgeService(entry, file, locate))
  const findings = withoutEchoes(parsed.findings, [
    ...problems.map((problem) => locateFinding(problem, locate)),
    ...withoutRepeats([
      ...services.flatMap((service) => service.own),
      ...findDefaultsProblems(judgeDefaults(defaults, locate), services),
    ]),
    ...findRepeatedNames(services),
  ]).sort(byLocation)

  if (findings.some(({ severity }) => severity === 'error')) return { ok: false, findings }
  return {
    ok: true,
    spec: { services: services.flatMap(({ spec }) => spec ?? []), warnings: findings },
  }
}

interface JudgedService {
  /** Undefined where the schema is not met. */
  readonly spec: ServiceSpec | undefined
  /** Undefined where it is missing or has a mistake. */
  readonly name: string | undefined
  readonly locate: Locator
  /** What is wrong where the service itself is written. */
  readonly own: readonly Finding[]
  /** What is wrong with a default that it takes over. */
  readonly ofDefaults: readonly Finding[]
}

function judgeService(entry: Entry, file: string, document: Locator): JudgedService {
  const { value, isOneOfSeveral } = entry
  const locate = locateEntry(document, entry)
  const { data: written, error } = serviceSchema.safeParse(value)
  const problems = describeIssues(error?.issues ?? [], value)
  const bad = problems.map(({ path }) => path)
  const draft = written ?? (withoutPaths(value, bad) as DraftService)
  const isDefault = ({ path }: Placed) => entry.source(path)[0] === 'defaults'
  const placed: Placed[] = [...problems, ...judgeDraft(draft)]
  const tell = (problem: Placed) => locateFinding(problem, locate)
  return {
    spec: written && { written, file, locate, isOneOfSeveral },
    name: draft.name,
    locate,
    own: placed.filter((problem) => !isDefault(problem)).map(tell),
    ofDefaults: placed.filter(isDefault).map(tell),
  }
}

/** A finding whose place is still a path; an error, if it does not say otherwise. */
interface Placed extends Omit<Finding, 'where' | 'severity'> {
  readonly severity?: Finding['severity']
  readonly path: Path
  readonly at: 'key' | 'value'
}

function locateFinding(
  { rule, severity = 'error', message, fix, path, at }: Placed,
  locate: Locator,
): Finding {
  return { rule, severity, message, fix, where: locate[at](path) }
}

function judgeDraft(draft: DraftService): Placed[] {
  const rules: readonly SpecRule[] = specRules
  return rules.flatMap(({ id, severity, fix, find }) =>
    find(draft).map((hit) => ({ rule: id, severity, fix, at: 'value' as const, ...hit })),
  )
}

/**
 * A default is wrong even where every service overrides it. What a map of it lacks, a service may still add; nobody adds
 * to the items of a list.
 */
function judgeDefaults(
  defaults: Readonly<Record<string, unknown>> | undefined,
  locate: Locator,
): Finding[] {
  if (!defaults) return []
  const { error } = defaultsSchema.safeParse(defaults)
  return describeIssues(error?.issues ?? [], defaults)
    .filter(({ rule, path }) => rule !== 'spec-required-key' || isInList(path))
    .map((problem) => locateFinding({ ...problem, path: ['defaults', ...problem.path] }, locate))
}

function isInList(path: Path): boolean {
  return path.some((step) => typeof step === 'number')
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
