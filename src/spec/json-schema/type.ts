import type * as z from 'zod/mini'

export type JsonSchema = z.core.JSONSchema.BaseSchema
