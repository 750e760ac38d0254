import fc from 'fast-check'
import * as z from 'zod/mini'
import { hostileSnippet, hostileText } from './hostile-text.ts'

export interface Hints {
  /** Good texts for a key whose pattern stands in a refinement, where it cannot be read. */
  readonly texts: Readonly<Record<string, fc.Arbitrary<string>>>
  /** How many entries a list or a map has; it is then always there. Otherwise 0 to 4, or none at all. */
  readonly sizes: Readonly<Record<string, { minLength: number; maxLength: number }>>
}

/**
 * Every value that a schema accepts, read off the schema itself: a new key is covered at once, and a pattern that is
 * loosened lets its new texts through here too.
 */
export function valuesOf(schema: z.core.$ZodType, hints: Hints, key = ''): fc.Arbitrary<unknown> {
  const inner = (child: unknown, name = '') =>
    valuesOf(child as z.core.$ZodType, hints, [key, name].filter(Boolean).join('.'))
  if (schema instanceof z.ZodMiniOptional) return inner(schema.def.innerType)
  if (schema instanceof z.ZodMiniObject) {
    const entries = Object.entries(schema.shape)
    const wanted = Object.keys(hints.sizes)
    const isRequired = ([name, child]: [string, unknown]) =>
      !(child instanceof z.ZodMiniOptional) ||
      wanted.some((one) => `${one}.`.startsWith(`${key}${key && '.'}${name}.`))
    return fc.record(
      Object.fromEntries(entries.map(([name, child]) => [name, inner(child, name)])),
      {
        requiredKeys: entries.filter(isRequired).map(([name]) => name),
        noNullPrototype: true,
      },
    )
  }
  if (schema instanceof z.ZodMiniArray) {
    const fewest = z.safeParse(schema, []).success ? 0 : 1
    const size = hints.sizes[key] ?? { minLength: fewest, maxLength: 4 }
    return fc.array(inner(schema.def.element), size)
  }
  if (schema instanceof z.ZodMiniRecord) {
    const size = hints.sizes[key] ?? { minLength: 0, maxLength: 4 }
    const names = fc.uniqueArray(inner(schema.def.keyType), size)
    return names.chain((keys) =>
      fc.tuple(...keys.map(() => inner(schema.def.valueType))).map((values) => toMap(keys, values)),
    )
  }
  if (schema instanceof z.ZodMiniUnion || schema instanceof z.ZodMiniDiscriminatedUnion) {
    const options = schema.def.options as readonly z.core.$ZodType[]
    return fc.oneof(...options.map((one) => inner(one)))
  }
  if (schema instanceof z.ZodMiniEnum) return fc.constantFrom(...Object.values(schema.def.entries))
  if (schema instanceof z.ZodMiniLiteral) return fc.constantFrom(...schema.def.values)
  if (schema instanceof z.ZodMiniBoolean) return fc.boolean()
  if (schema instanceof z.ZodMiniNumber) return numbers(schema)
  if (schema instanceof z.ZodMiniGUID) return fc.uuid()
  if (schema instanceof z.ZodMiniString) return texts(schema, hints.texts[key])
  throw new TypeError(`${key}: no values are known for a ${schema.constructor.name}`)
}

interface RangeCheck {
  readonly check: 'greater_than' | 'less_than'
  readonly value: number
}

function numbers(schema: z.ZodMiniNumber): fc.Arbitrary<number> {
  const checks = (schema._zod.def.checks ?? []) as unknown as { _zod: { def: RangeCheck } }[]
  const bound = (check: RangeCheck['check']) =>
    checks.find(({ _zod: { def } }) => def.check === check)?._zod.def.value
  const isWhole = 'format' in schema._zod.def
  const [minValue, maxValue] = [bound('greater_than'), bound('less_than')]
  // Only Porter's own numbers of cores have no upper end.
  if (maxValue === undefined && !isWhole) return fc.double({ min: 0.01, max: 1024, noNaN: true })
  if (minValue === undefined || maxValue === undefined)
    throw new TypeError('a number without a range')
  const edges = fc.constantFrom(minValue, maxValue)
  if (isWhole) return fc.oneof(fc.integer({ min: minValue, max: maxValue }), edges)
  return fc.oneof(fc.double({ min: minValue, max: maxValue, noNaN: true }), edges)
}

/** Texts of the schema's own patterns, some with a snippet put in wherever the schema lets it stand. */
function texts(schema: z.ZodMiniString, hint?: fc.Arbitrary<string>): fc.Arbitrary<string> {
  // Half a surrogate pair is refused before any schema sees it.
  const accepts = (text: string) => schema.safeParse(text).success && !/[\ud800-\udfff]/u.test(text)
  // A class of Unicode would be searched among all characters, each time; nearly any text is in it.
  const patterns = patternsOf(schema).filter(({ source }) => !source.includes('\\P{'))
  const free = patterns.length === 0 && !hint
  if (free) return hostileText.filter(accepts)
  const good = hint ?? fc.oneof(...patterns.map((pattern) => fc.stringMatching(pattern)))
  return fc
    .tuple(good.filter(accepts), fc.option(hostileSnippet, { nil: '' }), fc.nat(), hostileText)
    .map(([text, snippet, place, anything]) => {
      const at = place % (text.length + 1)
      const mutant = text.slice(0, at) + snippet + text.slice(at)
      const long = place % 8 === 0 ? text.repeat(9) : text
      return [anything, mutant, long].find(accepts) ?? text
    })
}

function patternsOf(schema: z.ZodMiniString): RegExp[] {
  const checks = (schema._zod.def.checks ?? []) as { _zod: { def: { pattern?: RegExp } } }[]
  return checks.flatMap(({ _zod: { def } }) => (def.pattern ? [def.pattern] : []))
}

/** A map that keeps a key such as `__proto__` as a key. */
function toMap(keys: readonly unknown[], values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key, index) => [String(key), values[index]]))
}
