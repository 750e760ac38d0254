import * as z from 'zod/mini'
import { requiredCommand } from './command.ts'
import { port, wholeNumber } from './number.ts'

const path = 'a path that starts with "/", such as /health'

/** An absolute path of a URL. */
export const urlPath = z.string({ error: path }).check(z.regex(/^\/[^\s]*$/, { error: path }))

/**
 * One probe. `enabled` is required here although the docs name no default: the 2024 parser takes a
 * missing one as false, so a check without it is silently off. Seconds; the minima are those of
 * the docs (Porter docs, web-service, Aug 2026). The docs show `httpPath` on web and `command` on
 * worker services; both shapes are accepted on both.
 */
const check = z.strictObject({
  enabled: z.boolean(),
  httpPath: z.optional(urlPath),
  command: z.optional(requiredCommand),
  timeoutSeconds: z.optional(wholeNumber('a whole number of seconds, at least 1', 1)),
  initialDelaySeconds: z.optional(wholeNumber('a whole number of seconds, at least 0', 0)),
})

/** Either `healthCheck` alone or any of the other three: a cross-field rule. */
export const checks = {
  healthCheck: z.optional(check),
  livenessCheck: z.optional(check),
  readinessCheck: z.optional(check),
  startupCheck: z.optional(check),
}

/** Prometheus scraping; path defaults to /metrics, the interval to 60 s (Porter docs, Aug 2026). */
export const metricsScraping = z.strictObject({
  enabled: z.boolean(),
  path: z.optional(urlPath),
  port: z.optional(port),
  scrapeIntervalSeconds: z.optional(wholeNumber('a whole number of seconds, at least 1', 1)),
})
