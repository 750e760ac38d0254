import * as z from 'zod/mini'
import { clearedVariables } from '../../facts/environment.ts'
import { setting } from './setting.ts'
import { envName, envValue, porterName } from './text.ts'

/** Variables that the image owns. */
const ownedVariables: readonly string[] = ['PATH', 'HOME', 'PORT']

/** A cleared variable is never set where the server or the app looks for it. */
function uncleared<T extends z.ZodMiniType<string>>(name: T) {
  return name.check(
    z.refine((text) => !(clearedVariables as readonly string[]).includes(text), {
      error: 'the start command clears this variable',
    }),
  )
}

/** Narrows a name schema to variables that the description may set. */
export function envNameGuard<T extends z.ZodMiniType<string>>(name: T) {
  return uncleared(name).check(
    z.refine((text) => !ownedVariables.includes(text), {
      error: 'the image owns this variable',
    }),
  )
}

export const environmentSettings = {
  env: setting(z.record(envNameGuard(envName), envValue), {
    description:
      'Plain environment variables, shared by all services of the app. Secrets belong in an env group.',
    accepts: 'a map of text to text; numbers and booleans in quotes',
    default: {},
    examples: [{ LOG_SQL: 'false' }],
    source: 'Porter: `env` wins over env groups',
  }),
  envGroups: setting(z.array(porterName), {
    description: 'Porter env groups: where secrets live.',
    accepts: 'a list of env group names',
    default: [],
    examples: [['backend-secrets']],
  }),
  requires: setting(z.array(uncleared(envName)), {
    description: 'Variables that must be set and not empty when the service starts.',
    accepts: 'a list of variable names',
    default: [],
    examples: [['DATABASE_URL']],
  }),
}
