import * as z from 'zod/mini'
import { urlPath } from './check.ts'
import { appName, serviceName } from './name.ts'
import { port } from './number.ts'

const host = 'a domain such as app.example.com, without scheme, port or path'
const HOST = /^(?:\*\.)?(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/

const pathRoute = z.strictObject({
  path: urlPath,
  port,
  serviceName: z.optional(serviceName),
  appName: z.optional(appName),
})

/** Kubernetes: a name of at most 63 characters, before it a domain of at most 253 with a slash. */
const annotation = 'the name of an annotation, such as nginx.ingress.kubernetes.io/limit-rps'
const ANNOTATION =
  /^(?:[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/

/**
 * What stands between a web service and its callers (Porter docs, web-service, Aug 2026).
 * `loadBalancers` defaults to public_lb; an empty list leaves the service reachable inside the
 * cluster only. `private: true` is documented as shorthand for `[private_lb]`.
 */
export const ingress = {
  private: z.optional(z.boolean()),
  loadBalancers: z.optional(z.array(z.enum(['public_lb', 'private_lb', 'public_alb']))),
  disableTLS: z.optional(z.boolean()),
  domains: z.optional(
    z.array(
      z.strictObject({ name: z.string({ error: host }).check(z.regex(HOST, { error: host })) }),
    ),
  ),
  ingressAnnotations: z.optional(
    z.record(
      z.string({ error: annotation }).check(z.regex(ANNOTATION, { error: annotation })),
      z.string({ error: 'a string: quote it, as annotations hold nothing else' }),
    ),
  ),
  pathRouting: z.optional(z.array(pathRoute)),
  pathRoutingConfig: z.optional(
    z.strictObject({ rewriteMode: z.enum(['rewrite-all', 'rewrite-prefix', 'rewrite-off']) }),
  ),
}
