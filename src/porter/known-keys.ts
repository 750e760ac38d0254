import * as z from 'zod'
import { porterApp } from './app.ts'
import { isFields, type Path, valueAt } from './problem.ts'
import { porterService } from './service.ts'

/** The service types that have a key, in the order of the docs. */
export function serviceTypesWith(key: string): string[] {
  return porterService.options
    .filter(({ shape }) => Object.hasOwn(shape, key))
    .map(({ shape }) => shape.type.value)
}

export const topLevelKeys = Object.keys(porterApp.shape)

function step(schema: unknown, key: string | number): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[key]
  if (schema instanceof z.ZodRecord) return schema.valueType
  return schema instanceof z.ZodArray ? schema.element : undefined
}

/** The schema that a value is judged by: optional unwrapped, unions decided by their key, or by their only map. */
function settle(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodOptional) return settle(schema.unwrap(), value)
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def
    return schema.options.find(
      (option) =>
        option instanceof z.ZodObject &&
        isFields(value) &&
        z.safeParse(option.shape[discriminator], value[discriminator]).success,
    )
  }
  return schema instanceof z.ZodUnion
    ? schema.options.find((option) => option instanceof z.ZodObject)
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
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

/** The keys that porter.yaml knows at a path. */
export function knownKeysAt(document: unknown, path: Path): string[] {
  return keysAt(porterApp, document, path)
}
