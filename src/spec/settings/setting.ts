import * as z from 'zod/mini'

/** Everything a reader may want to know of one key of hoptix.yaml, kept beside its schema. */
export interface SettingInfo {
  /** What the key means: one sentence. */
  readonly description: string
  /** What may be written, in words: completes "expected …". Units and ranges belong here. */
  readonly accepts: string
  /** The value that holds when the key is absent. */
  readonly default?: unknown
  /** How the default reads in the reference when it is not a plain value. */
  readonly defaultNote?: string
  readonly examples: readonly unknown[]
  /** Environment variable that overrides the value in a running container. */
  readonly env?: string
  /** Gunicorn's own name of the setting. */
  readonly gunicorn?: string
  /** Where the number or the rule comes from. */
  readonly source?: string
}

/** What every leaf and group of the schema says of itself; the reference and the JSON Schema read it. */
export const settingInfo = z.registry<SettingInfo>()

/** An optional key of hoptix.yaml. Its default is applied by the plan, so that its origin stays known. */
export function setting<T extends z.ZodMiniType>(
  schema: T,
  info: SettingInfo,
): z.ZodMiniOptional<T> {
  return described(z.optional(schema), info)
}

/** A key that must be written. The clone keeps a schema that several keys share free of one key's description. */
export function required<T extends z.ZodMiniType>(schema: T, info: SettingInfo): T {
  return described(schema.clone() as T, info)
}

function described<T extends z.ZodMiniType>(schema: T, info: SettingInfo): T {
  const registry: z.core.$ZodRegistry<SettingInfo> = settingInfo
  registry.add(schema as z.ZodMiniType, info as never)
  return schema
}
