import * as z from 'zod'
import { setting } from './setting.ts'
import { envName, envValue, porterName } from './text.ts'

/**
 * Variables that the start command clears, since each was seen to move the listener, to break the answers or to stop
 * the server: gunicorn's own, systemd's sockets, and those that stop Python whatever they hold.
 */
export const clearedVariables = [
  'FORWARDED_ALLOW_IPS',
  'GUNICORN_CMD_ARGS',
  'GUNICORN_FD',
  'GUNICORN_PID',
  'LISTEN_FDS',
  'LISTEN_PID',
  'PYTHONEXECUTABLE',
  'PYTHONHOME',
  'PYTHONINSPECT',
  'PYTHONPLATLIBDIR',
  'SCRIPT_NAME',
  'WEB_CONCURRENCY',
  '__PYVENV_LAUNCHER__',
] as const

/** Variables that the image owns. */
const reservedVariables = ['PATH', 'HOME', 'PORT', ...clearedVariables] as const

/** Narrows a name schema to variables that the description may set. */
export function envNameGuard<T extends z.ZodType<string>>(name: T) {
  return name.refine((text) => !(reservedVariables as readonly string[]).includes(text), {
    error: 'the image or the server owns this variable',
  })
}

/** A cleared variable is never set where the app looks for it. */
const uncleared = envName.refine(
  (name) => !(clearedVariables as readonly string[]).includes(name),
  {
    error: 'the start command clears this variable',
  },
)

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
  requires: setting(z.array(uncleared), {
    description: 'Variables that must be set and not empty when the service starts.',
    accepts: 'a list of variable names',
    default: [],
    examples: [['DATABASE_URL']],
  }),
}
