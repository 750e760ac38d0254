import * as z from 'zod/mini'
import { serviceSchema } from '../schema.ts'
import { settingInfo } from '../settings/setting.ts'
import { addMessages } from './messages.ts'
import type { JsonSchema } from './type.ts'
import { withWords } from './words.ts'

interface DescribedService {
  /** The schema of each key of a service. */
  readonly keys: Record<string, JsonSchema>
  readonly required: string[]
}

/** What zod says of a service, in a form that editors report on precisely. */
export function describeService(): DescribedService {
  const { properties = {}, required = [] } = z.toJSONSchema(serviceSchema, {
    io: 'input',
    target: 'draft-7',
    // The settings' own words are put in below; zod would copy all of them as they are.
    metadata: z.registry<Record<string, never>>(),
    override: ({ zodSchema, jsonSchema }) => {
      const judge = zodSchema as unknown as z.ZodMiniType
      const info = settingInfo.get(judge)
      addMessages(judge, jsonSchema)
      separateWord(jsonSchema)
      if (info) replace(jsonSchema, withWords(info, { ...jsonSchema }))
    },
  })
  const keys = properties as Record<string, JsonSchema>
  describePassedThrough(keys)
  return { keys, required }
}

/** Keys of Porter's own format have no words in the settings: what is said of them is whose they are. */
function describePassedThrough(schema: object): void {
  for (const [key, child] of Object.entries(schema)) {
    if (typeof child !== 'object' || child === null) continue
    if (key === 'properties') nameOwner(child as Record<string, JsonSchema>)
    if (key !== 'default' && key !== 'examples') describePassedThrough(child)
  }
}

function nameOwner(properties: Record<string, JsonSchema>): void {
  for (const [key, schema] of Object.entries(properties)) {
    if (schema.description !== undefined) continue
    const description = `Porter's own ${key}, passed through as it is: see the reference of porter.yaml.`
    replace(schema, { description, ...schema })
  }
}

/**
 * One word or something else, such as `auto` or a number: told apart by type, since the language server would judge a
 * number that is out of range by the word.
 */
function separateWord(schema: JsonSchema): void {
  const [word, other, ...more] = schema.anyOf ?? []
  if (word?.const === undefined || !other || other.type === 'string' || more.length > 0) return
  delete schema.anyOf
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits this.
  Object.assign(schema, { if: { type: 'string' }, then: { const: word.const }, else: other })
}

function replace(schema: JsonSchema, next: JsonSchema): void {
  for (const key of Object.keys(schema)) delete schema[key]
  Object.assign(schema, next)
}
