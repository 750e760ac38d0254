import { meaningfulDefaults, sharedKeys } from './defaults.ts'
import { findLayoutProblems, type LayoutProblem } from './layout-problems.ts'
import type { Locator, Path } from './locate.ts'
import { isMap } from './show.ts'

type Values = Readonly<Record<string, unknown>>

/** One service as it stands in the document: its own keys over those of `defaults`. */
export interface Entry {
  /** What the schema judges. */
  readonly value: Values
  /** Where a path of the value is written: in the service itself or in `defaults`. */
  source(path: Path): Path
  /** True for a service of `services:`. */
  readonly isOneOfSeveral: boolean
}

export interface Layout {
  readonly entries: readonly Entry[]
  /** The keys that are merged under each service; undefined where there are none to judge. */
  readonly defaults: Values | undefined
  readonly problems: readonly LayoutProblem[]
}

/** A description is one service, or `services:` with `defaults:` merged under each of them. */
export function layOutServices(document: Values): Layout {
  if (!Object.hasOwn(document, 'services') && !Object.hasOwn(document, 'defaults')) {
    const only = { value: document, source: (path: Path) => path, isOneOfSeveral: false }
    return { entries: [only], defaults: undefined, problems: [] }
  }
  const { services, defaults } = document
  const common = isMap(defaults) ? sharedKeys(defaults) : {}
  const items: readonly unknown[] = Array.isArray(services) ? services : []
  const entries = items.flatMap((service, index) =>
    isMap(service) ? [makeEntry(service, common, index)] : [],
  )
  return { entries, defaults: common, problems: findLayoutProblems(document) }
}

function makeEntry(own: Values, defaults: Values, index: number): Entry {
  const common = meaningfulDefaults(own, defaults)
  return {
    value: mergeDeep(common, own) as Values,
    source: (path) =>
      isFromDefaults(own, common, path) ? ['defaults', ...path] : ['services', index, ...path],
    isOneOfSeveral: true,
  }
}

/** Maps are merged key by key; a list or a plain value of the service stands in place of the default. */
function mergeDeep(under: unknown, over: unknown): unknown {
  if (!isMap(under) || !isMap(over)) return over
  const merged = Object.entries(over).map(([key, value]) => [
    key,
    Object.hasOwn(under, key) ? mergeDeep(under[key], value) : value,
  ])
  return Object.fromEntries([...Object.entries(under), ...merged])
}

function isFromDefaults(own: unknown, defaults: unknown, [step, ...rest]: Path): boolean {
  if (step === undefined || !isMap(own) || !isMap(defaults)) return false
  if (Object.hasOwn(own, step)) return isFromDefaults(own[step], defaults[step], rest)
  return Object.hasOwn(defaults, step)
}

/** The locator of one service: paths start at the service, places are those of the document. */
export function locateEntry(locate: Locator, { source }: Entry): Locator {
  return {
    ...locate,
    value: (path) => locate.value(source(path)),
    key: (path) => locate.key(source(path)),
  }
}
