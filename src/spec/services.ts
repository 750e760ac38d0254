import { frameworks, isFrameworkId } from '../frameworks/index.ts'
import type { SpecCheckId } from './checks.ts'
import type { Locator, Path } from './locate.ts'
import { webKeys } from './schema.ts'
import { isMap } from './show.ts'

/** One service as it stands in the document: its own keys over those of `defaults`. */
export interface Entry {
  /** What the schema judges. */
  readonly value: Readonly<Record<string, unknown>>
  /** Where a path of the value is written: in the service itself or in `defaults`. */
  source(path: Path): Path
  /** True for a service of `services:`. */
  readonly isOneOfSeveral: boolean
}

/** Something wrong with how the services stand in the document. */
interface LayoutProblem {
  readonly rule: SpecCheckId
  readonly path: Path
  readonly at: 'key' | 'value'
  readonly message: string
  readonly fix: string
}

export interface Layout {
  readonly entries: readonly Entry[]
  /** The keys that are merged under each service; undefined where there are none to judge. */
  readonly defaults: Readonly<Record<string, unknown>> | undefined
  readonly problems: readonly LayoutProblem[]
}

/** What each service must say for itself: two services cannot share it. */
const ownKeys = ['name', 'root', 'app'] as const

/** A description is one service, or `services:` with `defaults:` merged under each of them. */
export function layOutServices(document: Readonly<Record<string, unknown>>): Layout {
  if (!Object.hasOwn(document, 'services') && !Object.hasOwn(document, 'defaults')) {
    const only = { value: document, source: (path: Path) => path, isOneOfSeveral: false }
    return { entries: [only], defaults: undefined, problems: [] }
  }
  const { services, defaults = {}, ...beside } = document
  const common = isMap(defaults) ? withoutOwnKeys(defaults) : {}
  const listed = Array.isArray(services) ? services : []
  const entries = listed.flatMap((service, index) =>
    isMap(service) ? [makeEntry(service, common, index)] : [],
  )
  const problems = [
    ...findServicesProblem(services),
    ...listed.flatMap((service, index) => (isMap(service) ? [] : [notAService(index)])),
    ...(isMap(defaults) ? findOwnKeys(defaults) : [notAMap('defaults')]),
    ...Object.keys(beside).map(besideServices),
  ]
  return { entries, defaults: common, problems }
}

function makeEntry(
  own: Record<string, unknown>,
  defaults: Record<string, unknown>,
  index: number,
): Entry {
  const common = withoutKeys(defaults, meaninglessDefaults(own, defaults))
  return {
    value: mergeDeep(common, own) as Record<string, unknown>,
    source: (path) =>
      isFromDefaults(own, common, path) ? ['defaults', ...path] : ['services', index, ...path],
    isOneOfSeveral: true,
  }
}

/**
 * Defaults that are meant for other services: those about a web service, where this is none; the other way to scale;
 * threads, where an event loop has none. Written in the service itself they would be mistakes.
 */
function meaninglessDefaults(
  own: Record<string, unknown>,
  defaults: Record<string, unknown>,
): readonly string[] {
  const framework = own['framework'] ?? defaults['framework']
  const isAsgi = isFrameworkId(framework) && frameworks[framework].interface === 'asgi'
  return [
    ...(Object.hasOwn(own, 'app') ? [] : webKeys),
    ...(Object.hasOwn(own, 'autoscaling') ? ['instances'] : []),
    ...(Object.hasOwn(own, 'instances') ? ['autoscaling'] : []),
    ...(isAsgi ? ['threads'] : []),
  ]
}

/** Maps are merged key by key; a list or a plain value of the service stands in place of the default. */
function mergeDeep(under: unknown, over: unknown): unknown {
  if (!isMap(under) || !isMap(over)) return over
  const merged = { ...under }
  for (const [key, value] of Object.entries(over))
    merged[key] = Object.hasOwn(under, key) ? mergeDeep(under[key], value) : value
  return merged
}

function isFromDefaults(own: unknown, defaults: unknown, [step, ...rest]: Path): boolean {
  if (step === undefined || !isMap(own)) return false
  if (Object.hasOwn(own, step))
    return isMap(defaults) && isFromDefaults(own[step], defaults[step], rest)
  return isMap(defaults) && Object.hasOwn(defaults, step)
}

function withoutOwnKeys(defaults: Record<string, unknown>): Record<string, unknown> {
  return withoutKeys(defaults, ownKeys)
}

function withoutKeys(
  map: Record<string, unknown>,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)))
}

function findServicesProblem(services: unknown): LayoutProblem[] {
  const example = 'Write a list, each item with its own `name`, `root` and `app`.'
  if (services === undefined) {
    const message = '`defaults` stands alone: without `services` nothing takes it over.'
    const fix = `${example} A single service needs no defaults: its keys stand at the top.`
    return [{ rule: 'spec-required-key', path: ['defaults'], at: 'key', message, fix }]
  }
  if (Array.isArray(services) && services.length > 0) return []
  const found = Array.isArray(services) ? 'empty' : 'not a list'
  const message = `\`services\` is ${found}: expected a list of services.`
  return [{ rule: 'spec-value', path: ['services'], at: 'value', message, fix: example }]
}

function notAService(index: number): LayoutProblem {
  const message = 'This item of `services` is not a map of keys, as a service is.'
  const fix = 'Write `- name: …` with `root` and `app` beneath it.'
  return { rule: 'spec-value', path: ['services', index], at: 'value', message, fix }
}

function notAMap(key: string): LayoutProblem {
  const message = `\`${key}\` is not a map of keys.`
  const fix = 'Write keys of a service beneath it, such as `framework: flask`.'
  return { rule: 'spec-value', path: [key], at: 'value', message, fix }
}

function findOwnKeys(defaults: Record<string, unknown>): LayoutProblem[] {
  return ownKeys
    .filter((key) => Object.hasOwn(defaults, key))
    .map((key) => ({
      rule: 'spec-unknown-key',
      path: ['defaults', key],
      at: 'key',
      message: `\`${key}\` cannot be a default: two services with the same \`${key}\` would be one.`,
      fix: `Write \`${key}\` in each service.`,
    }))
}

function besideServices(key: string): LayoutProblem {
  return {
    rule: 'spec-unknown-key',
    path: [key],
    at: 'key',
    message: `This key stands beside \`services\`, where only \`defaults\` may; it would do nothing.`,
    fix: 'Move it into the service it is meant for, or into `defaults` for all of them.',
  }
}

/** The locator of one service: paths start at the service, places are those of the document. */
export function locateEntry(locate: Locator, { source }: Entry): Locator {
  return {
    ...locate,
    value: (path) => locate.value(source(path)),
    key: (path) => locate.key(source(path)),
  }
}
