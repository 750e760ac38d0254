import * as z from 'zod'
import { text } from './name.ts'

const relative = 'a path relative to the repository root'

/** Relative to the folder where `porter apply` runs; `dockerfile` is not relative to `context`. */
const path = text(relative).regex(/^[^/]/, { error: relative })

/** `docker` needs `dockerfile`, `pack` needs `builder`: cross-field rules (Porter docs, Aug 2026). */
export const build = z.strictObject({
  method: z.enum(['docker', 'pack']),
  context: path,
  dockerfile: path.optional(),
  builder: text('the image of a buildpack builder').optional(),
  buildpacks: z.array(text('the name of a buildpack')).optional(),
})

/** An image that exists already; `porter apply --tag` beats `tag`. */
export const image = z.strictObject({
  repository: text('an image repository without a tag'),
  tag: text('an image tag: quote it if it looks like a number').optional(),
})
