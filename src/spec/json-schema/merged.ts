import type { JsonSchema } from './type.ts'

/**
 * The schema of a map that another map is merged with: nothing in it must be there. Lists are replaced, not merged, so
 * their items stay as they are. What demands nothing is referred to by its pointer, and not repeated.
 */
export function mayLackKeys(schema: JsonSchema, pointer: string): JsonSchema {
  if (!demandsKeys(schema)) return { $ref: pointer }
  const { required: _, properties, oneOf, anyOf = oneOf, ...rest } = schema
  const loosen = (child: unknown, step: string) =>
    isSchema(child) ? mayLackKeys(child, `${pointer}/${step}`) : child
  const merged = {
    ...rest,
    ...(properties && {
      properties: mapValues(properties, (child, key) => loosen(child, `properties/${key}`)),
    }),
    // Without their required keys, several of the alternatives may fit at once.
    ...(anyOf && {
      anyOf: anyOf.map((child, at) => loosen(child, `${oneOf ? 'oneOf' : 'anyOf'}/${at}`)),
    }),
    ...mapValues(pick(rest, branches), (child, key) => loosen(child, key)),
  }
  return merged as JsonSchema
}

/** Keywords whose schema judges the same map, or one beneath it. */
const branches = ['then', 'else', 'additionalProperties'] as const

function demandsKeys(schema: JsonSchema): boolean {
  const { required, properties = {}, anyOf = [], oneOf = [] } = schema
  const beneath = [
    ...Object.values(properties),
    ...anyOf,
    ...oneOf,
    ...Object.values(pick(schema, branches)),
  ]
  return required !== undefined || beneath.some((child) => isSchema(child) && demandsKeys(child))
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null
}

function pick(schema: JsonSchema, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => keys.includes(key)))
}

function mapValues(
  map: Readonly<Record<string, unknown>>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]))
}
