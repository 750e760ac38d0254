import * as z from 'zod/mini'
import { text } from './name.ts'

const relative = 'a path relative to the repository root'

/** Relative to the folder where `porter apply` runs; `dockerfile` is not relative to `context`. */
const path = text(relative).check(z.regex(/^[^/]/, { error: relative }))

/** `docker` needs `dockerfile`, `pack` needs `builder`: cross-field rules (Porter docs, Aug 2026). */
export const build = z.strictObject({
  method: z.enum(['docker', 'pack']),
  context: path,
  dockerfile: z.optional(path),
  builder: z.optional(text('the image of a buildpack builder')),
  buildpacks: z.optional(z.array(text('the name of a buildpack'))),
})

/** An image that exists already; `porter apply --tag` beats `tag`. */
export const image = z.strictObject({
  repository: text('an image repository without a tag'),
  tag: z.optional(text('an image tag: quote it if it looks like a number')),
})
