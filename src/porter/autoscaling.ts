import * as z from 'zod'
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
  minInstances: instances.optional(),
  maxInstances: instances.optional(),
  cpuThresholdPercent: percent.optional(),
  memoryThresholdPercent: percent.optional(),
  customAutoscaling: z
    .strictObject({
      prometheusMetricCustomAutoscaling: z.strictObject({
        metricName: text('the name of a Prometheus metric'),
        threshold: z.number({ error: threshold }).positive({ error: threshold }),
        query: text('a PromQL query on one line').optional(),
      }),
    })
    .optional(),
  temporalAutoscaling: z
    .strictObject({
      temporalIntegrationId: z.guid({ error: 'the UUID of a Temporal integration' }),
      taskQueue: text('the name of a Temporal task queue'),
      targetQueueSize: wholeNumber('a whole number of queued tasks, at least 1', 1),
    })
    .optional(),
})
