import { describeService } from './json-schema/keys.ts'
import { mayLackKeys } from './json-schema/merged.ts'
import type { JsonSchema } from './json-schema/type.ts'
import { withWords } from './json-schema/words.ts'
import { defaultsSchema, documentSettings } from './schema.ts'

/** Where the package's own copy is found; the modeline of a new hoptix.yaml names it. */
const address = 'https://unpkg.com/hoptix-deploy/schema.json'

/**
 * JSON Schema of hoptix.yaml (draft 7, which YAML language servers read), with description, default and examples of
 * every key. It has no title, since the language server writes that into its messages in place of the word object.
 *
 * `if` tells the two forms apart. With `oneOf` or `anyOf` the server reports on whichever form it takes to be nearest,
 * and a wrong port of a single service may read as a missing `services`.
 */
export function describeSchema(): object {
  const { keys, required } = describeService()
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: address,
    description: 'How a Python backend is built and run on Porter: one service, or several.',
    if: { type: 'object', anyOf: [{ required: ['services'] }, { required: ['defaults'] }] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits this.
    then: { $ref: pointer('severalServices') },
    else: { $ref: pointer('service') },
    definitions: {
      service: describeOneService(keys, required),
      severalServices: {
        type: 'object',
        properties: describeDocumentKeys(keys, required),
        additionalProperties: false,
        required: ['services'],
      },
      ...keys,
    },
  }
}

function describeOneService(keys: Record<string, JsonSchema>, required: string[]): JsonSchema {
  const several = Object.keys(documentSettings).map((key) => [
    key,
    { $ref: `${pointer('severalServices')}/properties/${key}` },
  ])
  return {
    type: 'object',
    // What is still empty may become either form, so both are offered; written, they lead to the other branch.
    properties: { ...refer(Object.keys(keys)), ...Object.fromEntries(several) },
    additionalProperties: false,
    required,
    if: { required: ['processes'], properties: { processes: { minItems: 1 } } },
    else: { required: ['app'] },
  }
}

/** Maps of a service and of `defaults` are merged, so each of them may lack what the other one has. */
function describeDocumentKeys(
  keys: Record<string, JsonSchema>,
  required: string[],
): Record<keyof typeof documentSettings, JsonSchema> {
  const partial = (names: readonly string[]) =>
    Object.fromEntries(names.map((key) => [key, mayLackKeys(keys[key] ?? {}, pointer(key))]))
  const shared = Object.keys(defaultsSchema.shape)
  const own = Object.keys(keys).filter((key) => !shared.includes(key))
  return {
    services: withWords(documentSettings.services, {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          ...partial(own),
          ...Object.fromEntries(
            shared.map((key) => [
              key,
              { $ref: `${pointer('severalServices')}/properties/defaults/properties/${key}` },
            ]),
          ),
        },
        additionalProperties: false,
        required: required.filter((key) => own.includes(key)),
      },
    }),
    defaults: withWords(documentSettings.defaults, {
      type: 'object',
      properties: partial(shared),
      additionalProperties: false,
    }),
  }
}

function refer(keys: readonly string[]): Record<string, JsonSchema> {
  return Object.fromEntries(keys.map((key) => [key, { $ref: pointer(key) }]))
}

function pointer(definition: string): string {
  return `#/definitions/${definition}`
}
