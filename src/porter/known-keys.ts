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
  return schema instanceof z.ZodArray ? schema.element : undefined
}

/** The object schema that a value is judged by: optional unwrapped, unions decided by their key. */
function settle(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodOptional) return settle(schema.unwrap(), value)
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema
  const { discriminator } = schema.def
  return schema.options.find(
    (option) =>
      option instanceof z.ZodObject &&
      isFields(value) &&
      z.safeParse(option.shape[discriminator], value[discriminator]).success,
  )
}

/** The keys that the schema knows at a path of a document. */
export function knownKeysAt(document: unknown, path: Path): string[] {
  const schema = path.reduce<unknown>(
    (here, key, at) => settle(step(here, key), valueAt(document, path.slice(0, at + 1))),
    porterApp,
  )
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}
