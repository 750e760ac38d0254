import * as z from 'zod/mini'
import type { JsonSchema } from './type.ts'

/**
 * The language server's own keywords for what it says of a wrong value: of a pattern what it means in words, of a list
 * of texts the same whether the value is another text or no text at all, which it would report twice.
 */
export function addMessages(judge: z.ZodMiniType, schema: JsonSchema): void {
  const messages = patternMessages(judge)
  for (const part of [schema, ...(schema.allOf ?? [])]) {
    const message = part.pattern === undefined ? undefined : messages.get(part.pattern)
    if (message) part['patternErrorMessage'] = `${message[0]?.toUpperCase()}${message.slice(1)}.`
  }
  if (schema.type === 'string' && schema.enum) {
    const values = schema.enum.map((value) => JSON.stringify(value)).join(', ')
    schema['errorMessage'] = `Expected one of ${values}.`
  }
}

function patternMessages(schema: z.ZodMiniType): Map<string, string> {
  if (schema instanceof z.ZodMiniOptional)
    return patternMessages(schema.def.innerType as z.ZodMiniType)
  const checks = schema instanceof z.ZodMiniString ? (schema._zod.def.checks ?? []) : []
  const messages = checks.flatMap(({ _zod: { def } }): [string, string][] => {
    if (!('pattern' in def) || !(def.pattern instanceof RegExp)) return []
    const message = def.error?.({ code: 'invalid_format', format: 'regex', input: '' } as never)
    return typeof message === 'string' ? [[def.pattern.source, message]] : []
  })
  return new Map(messages)
}
