import * as z from 'zod'
import { requiredCommand } from './command.ts'
import { port, wholeNumber } from './number.ts'

const path = 'a path that starts with "/", such as /health'

/** An absolute path of a URL. */
export const urlPath = z.string({ error: path }).regex(/^\/[^\s]*$/, { error: path })

/**
 * One probe. `enabled` is required here although the docs name no default: the 2024 parser takes a
 * missing one as false, so a check without it is silently off. Seconds; the minima are those of
 * the docs (Porter docs, web-service, Aug 2026). The docs show `httpPath` on web and `command` on
 * worker services; both shapes are accepted on both.
 */
const check = z.strictObject({
  enabled: z.boolean(),
  httpPath: urlPath.optional(),
  command: requiredCommand.optional(),
  timeoutSeconds: wholeNumber('a whole number of seconds, at least 1', 1).optional(),
  initialDelaySeconds: wholeNumber('a whole number of seconds, at least 0', 0).optional(),
})

/** Either `healthCheck` alone or any of the other three: a cross-field rule. */
export const checks = {
  healthCheck: check.optional(),
  livenessCheck: check.optional(),
  readinessCheck: check.optional(),
  startupCheck: check.optional(),
}

/** Prometheus scraping; path defaults to /metrics, the interval to 60 s (Porter docs, Aug 2026). */
export const metricsScraping = z.strictObject({
  enabled: z.boolean(),
  path: urlPath.optional(),
  port: port.optional(),
  scrapeIntervalSeconds: wholeNumber('a whole number of seconds, at least 1', 1).optional(),
})
