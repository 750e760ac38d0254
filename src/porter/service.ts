import * as z from 'zod/mini'
import { autoscaling } from './autoscaling.ts'
import { checks, metricsScraping } from './check.ts'
import { command } from './command.ts'
import { connection } from './connection.ts'
import { cron } from './cron.ts'
import { ingress } from './ingress.ts'
import { serviceName } from './name.ts'
import { cpuCores, port, ramMegabytes, wholeNumber } from './number.ts'

/**
 * Keys of every service. `run`, `cpuCores` and `ramMegabytes` are required by the docs; a missing
 * `run` would keep whatever was once typed in the dashboard, an empty one is the image's CMD.
 * `port` stands among the common fields of the docs, required for web only. `sleep` appears in
 * the docs' example of several apps, not in its tables.
 */
const common = {
  name: serviceName,
  run: command,
  cpuCores,
  ramMegabytes,
  gpuCoresNvidia: z.optional(wholeNumber('a whole number of GPUs', 0)),
  port: z.optional(port),
  nodeGroup: z.optional(z.guid({ error: 'the UUID of a node group' })),
  connections: z.optional(z.array(connection)),
  /** Seconds from SIGTERM to SIGKILL; Kubernetes' default is 30. */
  terminationGracePeriodSeconds: z.optional(
    wholeNumber('a whole number of seconds, at least 0', 0),
  ),
  serviceMeshEnabled: z.optional(z.boolean()),
  metricsScraping: z.optional(metricsScraping),
  sleep: z.optional(z.boolean()),
}

/**
 * Replicas, default 1. The docs name no minimum, and the 2024 parser keeps 0 apart from unset: 0
 * is legal and runs nothing. "Not for jobs" (Porter docs, reference, Aug 2026).
 */
const instances = z.optional(wholeNumber('a whole number of instances, at least 0', 0))

export const webService = z.strictObject({
  ...common,
  type: z.literal('web'),
  port,
  instances,
  autoscaling: z.optional(autoscaling),
  ...checks,
  ...ingress,
})

const workerService = z.strictObject({
  ...common,
  type: z.literal('worker'),
  instances,
  autoscaling: z.optional(autoscaling),
  ...checks,
})

export const jobService = z.strictObject({
  ...common,
  type: z.literal('job'),
  /** Absent means every 5 minutes (Porter docs, job-service): a cross-field rule guards it. */
  cron: z.optional(cron),
  suspendCron: z.optional(z.boolean()),
  allowConcurrent: z.optional(z.boolean()),
  /** Longest run in seconds; without it a job may run for ever. */
  timeoutSeconds: z.optional(wholeNumber('a whole number of seconds, at least 1', 1)),
})

/** `type` is always required: the 2024 parser guesses a missing or misspelt one from the name. */
export const porterService = z.discriminatedUnion('type', [webService, workerService, jobService])
