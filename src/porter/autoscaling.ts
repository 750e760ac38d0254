import * as z from 'zod/mini'
import { text } from './name.ts'
import { wholeNumber } from './number.ts'

const instances = wholeNumber('a whole number of instances, at least 1', 1)

/** Percent of the request. The docs say 0-100; 0 would scale up for ever, so 1 is the least. */
const percent = wholeNumber('a whole percentage from 1 to 100', 1, 100)

const threshold = 'a threshold above 0'

/**
 * Horizontal autoscaling; while it is enabled Porter ignores `instances`. `enabled` is required
 * because the 2024 parser takes a missing one as false. The two nested forms are documented on the
 * page of autoscaling only (Porter docs, Aug 2026).
 */
export const autoscaling = z.strictObject({
  enabled: z.boolean(),
  minInstances: z.optional(instances),
  maxInstances: z.optional(instances),
  cpuThresholdPercent: z.optional(percent),
  memoryThresholdPercent: z.optional(percent),
  customAutoscaling: z.optional(
    z.strictObject({
      prometheusMetricCustomAutoscaling: z.strictObject({
        metricName: text('the name of a Prometheus metric'),
        threshold: z.number({ error: threshold }).check(z.positive({ error: threshold })),
        query: z.optional(text('a PromQL query on one line')),
      }),
    }),
  ),
  temporalAutoscaling: z.optional(
    z.strictObject({
      temporalIntegrationId: z.guid({ error: 'the UUID of a Temporal integration' }),
      taskQueue: text('the name of a Temporal task queue'),
      targetQueueSize: wholeNumber('a whole number of queued tasks, at least 1', 1),
    }),
  ),
})
