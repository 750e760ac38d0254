import * as z from 'zod'
import { build, image } from './build.ts'
import { requiredCommand } from './command.ts'
import { appName, text } from './name.ts'
import { cpuCores, ramMegabytes } from './number.ts'
import { porterService } from './service.ts'

/** `predeploy` runs before each deploy, `initialDeploy` once per preview environment. */
const oneOffJob = z.strictObject({
  run: requiredCommand,
  cpuCores: cpuCores.optional(),
  ramMegabytes: ramMegabytes.optional(),
})

const feature = z.strictObject({ enabled: z.boolean() })

const variable = 'a variable name of letters, digits, "_", "-" and ".", not starting with a digit'
const env = z.record(
  z.string().regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, { error: variable }),
  z.string({ error: 'a string: quote the value' }),
)

/**
 * The whole document, one app. The docs let `name` be left out when PORTER_APP_NAME is set; here
 * it is required, so that a file cannot be applied to another app by a change of environment.
 * Rules across fields are in `crossFieldProblems`: zod would skip them beside a wrong type.
 */
export const porterApp = z.strictObject({
  version: z.literal('v2'),
  name: appName,
  build: build.optional(),
  image: image.optional(),
  services: z
    .array(porterService, { error: 'a list of services' })
    .min(1, { error: 'at least one service' }),
  env: env.optional(),
  envGroups: z.array(text('the name of an env group')).optional(),
  predeploy: oneOffJob.optional(),
  initialDeploy: oneOffJob.optional(),
  autoRollback: feature.optional(),
  efsStorage: feature.optional(),
})

export type PorterApp = z.infer<typeof porterApp>
export type PorterService = z.infer<typeof porterService>
