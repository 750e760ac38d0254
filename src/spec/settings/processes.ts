import * as z from 'zod/mini'
import { cron } from '../../porter/cron.ts'
import { processExtra } from './porter-extra.ts'
import { autoscaling, instanceCount, resources } from './resources.ts'
import { required, setting } from './setting.ts'
import { commandLine, porterName } from './text.ts'

const processTypes = ['worker', 'job'] as const

const processSchema = z.strictObject({
  name: required(porterName, {
    description: 'The name of the process on Porter.',
    accepts: 'at most 31 lower-case letters, digits and dashes',
    examples: ['emails'],
    source: 'Porter merges services by name',
  }),
  type: required(z.enum(processTypes), {
    description: 'A worker runs all the time; a job runs to its end, on a schedule or by hand.',
    accepts: processTypes.join(', '),
    examples: ['worker'],
  }),
  command: required(commandLine, {
    description: 'What it runs, in the image of the service.',
    accepts: 'a command without shell syntax',
    examples: ['celery --app tasks worker'],
    source: 'Porter splits it on single spaces and uses no shell',
  }),
  cron: setting(cron, {
    description: 'When a job runs, in UTC: minute, hour, day of the month, month, weekday.',
    accepts: 'a cron expression of five fields, in quotes',
    defaultNote: 'none: the job is started by hand',
    examples: ['0 3 * * *'],
    source:
      'Porter runs a job without cron every 5 minutes, so it is suspended where none is given',
  }),
  timeout: setting(z.int().check(z.minimum(1), z.maximum(604_800)), {
    description: 'Seconds after which a job that still runs is ended.',
    accepts: 'whole seconds, 1-604800',
    default: 3600,
    examples: [900],
    source: 'without it a job that hangs runs for ever',
  }),
  instances: setting(instanceCount, {
    description: 'How many instances of a worker run.',
    accepts: 'a whole number, 1-100',
    default: 1,
    examples: [2],
    source: "Porter's own default",
  }),
  autoscaling: setting(autoscaling, {
    description: 'Instances of a worker that follow the load; instead of `instances`.',
    accepts: 'a map with min, max, cpu, memory',
    defaultNote: 'off',
    examples: [{ min: 1, max: 4 }],
  }),
  resources: setting(resources, {
    description: 'What each instance gets.',
    accepts: 'a map with cpu, memory, gpu',
    examples: [{ cpu: 1, memory: 2048 }],
  }),
  porter: setting(
    z.strictObject({
      extra: setting(processExtra, {
        description: 'Any other documented key of porter.yaml, passed through as it is.',
        accepts: 'a map of keys of porter.yaml',
        defaultNote: 'none',
        examples: [{ terminationGracePeriodSeconds: 120 }],
      }),
    }),
    {
      description: "Porter's own.",
      accepts: 'a map with extra',
      examples: [{ extra: { terminationGracePeriodSeconds: 120 } }],
    },
  ),
})

export const processSettings = {
  processes: setting(z.array(processSchema), {
    description: 'Workers and jobs that run the same image.',
    accepts: 'a list of maps with name, type and command',
    default: [],
    examples: [[{ name: 'emails', type: 'worker', command: 'celery --app tasks worker' }]],
  }),
}
