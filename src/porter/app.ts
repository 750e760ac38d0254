import * as z from 'zod/mini'
import { build, image } from './build.ts'
import { requiredCommand } from './command.ts'
import { appName, text } from './name.ts'
import { cpuCores, ramMegabytes } from './number.ts'
import { porterService } from './service.ts'

/** `predeploy` runs before each deploy, `initialDeploy` once per preview environment. */
const oneOffJob = z.strictObject({
  run: requiredCommand,
  cpuCores: z.optional(cpuCores),
  ramMegabytes: z.optional(ramMegabytes),
})

const feature = z.strictObject({ enabled: z.boolean() })

const variable = 'a variable name of letters, digits, "_", "-" and ".", not starting with a digit'
const env = z.record(
  z.string().check(z.regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, { error: variable })),
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
  build: z.optional(build),
  image: z.optional(image),
  services: z
    .array(porterService, { error: 'a list of services' })
    .check(z.minLength(1, { error: 'at least one service' })),
  env: z.optional(env),
  envGroups: z.optional(z.array(text('the name of an env group'))),
  predeploy: z.optional(oneOffJob),
  initialDeploy: z.optional(oneOffJob),
  autoRollback: z.optional(feature),
  efsStorage: z.optional(feature),
})

export type PorterApp = z.infer<typeof porterApp>
export type PorterService = z.infer<typeof porterService>
