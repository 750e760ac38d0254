import * as z from 'zod/mini'
import { porterApp } from './app.ts'
import { isFields, type Path, valueAt } from './problem.ts'
import { porterService } from './service.ts'

/** The service types that have a key, in the order of the docs. */
export function serviceTypesWith(key: string): string[] {
  return porterService.def.options
    .filter(({ shape }) => Object.hasOwn(shape, key))
    .flatMap(({ shape }) => shape.type.def.values)
}

export const topLevelKeys = Object.keys(porterApp.shape)

function step(schema: unknown, key: string | number): unknown {
  if (schema instanceof z.ZodMiniObject) return schema.shape[key]
  if (schema instanceof z.ZodMiniRecord) return schema.def.valueType
  return schema instanceof z.ZodMiniArray ? schema.def.element : undefined
}

/** The schema that a value is judged by: optional unwrapped, unions decided by their key, or by their only map. */
function settle(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodMiniOptional) return settle(schema.def.innerType, value)
  if (schema instanceof z.ZodMiniDiscriminatedUnion) {
    const { discriminator, options } = schema._zod.def
    return options.find((option) => {
      const kind = option instanceof z.ZodMiniObject && option.shape[discriminator]
      return kind && isFields(value) && z.safeParse(kind, value[discriminator]).success
    })
  }
  return schema instanceof z.ZodMiniUnion
    ? schema.def.options.find((option) => option instanceof z.ZodMiniObject)
    : schema
}

/** The keys that a schema knows at a path of a document. */
export function keysAt(
  whole: unknown,
  document: unknown,
  path: readonly (string | number)[],
): string[] {
  const schema = path.reduce<unknown>(
    (here, key, at) => settle(step(here, key), valueAt(document, path.slice(0, at + 1))),
    whole,
  )
  return schema instanceof z.ZodMiniObject ? Object.keys(schema.shape) : []
}

/** The keys that porter.yaml knows at a path. */
export function knownKeysAt(document: unknown, path: Path): string[] {
  return keysAt(porterApp, document, path)
}
