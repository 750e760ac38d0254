import * as z from 'zod/mini'
import { setting } from './setting.ts'

const percent = z.int().check(z.minimum(1), z.maximum(100))
export const instanceCount = z.int().check(z.minimum(1), z.maximum(100))

/** Of the web service and of each process. */
export const resources = z.strictObject({
  cpu: setting(z.number().check(z.minimum(0.1), z.maximum(64)), {
    description: 'Cores asked for; workers are sized from it.',
    accepts: 'cores, 0.1-64',
    default: 0.5,
    examples: [1],
    source: 'Porter sets no CPU limit, so the container would see every core of its node',
  }),
  memory: setting(z.int().check(z.minimum(128), z.maximum(262_144)), {
    description: 'Memory in MB: request and limit.',
    accepts: 'whole megabytes, 128-262144',
    default: 1024,
    examples: [2048],
    source: 'Porter: ramMegabytes is both request and limit',
  }),
  gpu: setting(z.int().check(z.minimum(1), z.maximum(8)), {
    description: 'NVIDIA GPUs.',
    accepts: 'a whole number, 1-8',
    defaultNote: 'none',
    examples: [1],
  }),
})

export const autoscaling = z.strictObject({
  min: setting(instanceCount, {
    description: 'Fewest instances.',
    accepts: 'a whole number, 1-100',
    default: 1,
    examples: [2],
    source: "Porter's own default",
  }),
  max: setting(instanceCount, {
    description: 'Most instances.',
    accepts: 'a whole number, 1-100',
    default: 10,
    examples: [6],
    source: "Porter's own default",
  }),
  cpu: setting(percent, {
    description: 'CPU use, in percent of the request, above which instances are added.',
    accepts: 'percent, 1-100',
    default: 60,
    examples: [70],
    source: "Porter's own default",
  }),
  memory: setting(percent, {
    description: 'Memory use, in percent of the request, above which instances are added.',
    accepts: 'percent, 1-100',
    default: 60,
    examples: [80],
    source: "Porter's own default",
  }),
})

export const resourceSettings = {
  resources: setting(resources, {
    description: 'What each instance gets.',
    accepts: 'a map with cpu, memory, gpu',
    examples: [{ cpu: 1, memory: 2048 }],
  }),
  instances: setting(instanceCount, {
    description: 'How many instances run.',
    accepts: 'a whole number, 1-100',
    default: 1,
    examples: [2],
    source: "Porter's own default",
  }),
  autoscaling: setting(autoscaling, {
    description: 'Instances that follow the load; instead of `instances`.',
    accepts: 'a map with min, max, cpu, memory',
    defaultNote: 'off',
    examples: [{ min: 2, max: 6, cpu: 70, memory: 80 }],
  }),
}
