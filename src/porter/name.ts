import * as z from 'zod/mini'

/** At most 31 of `[a-z0-9-]`, alphanumeric at both ends (Porter docs, reference, Aug 2026). */
const NAME = /^(?=.{1,31}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/
const nameForm =
  'a name of at most 31 lower-case letters, digits and hyphens, alphanumeric at both ends'

/**
 * Kubernetes service links turn a Service's name into variables: `gunicorn` injects
 * `GUNICORN_PORT=tcp://...`, which collides with the server's own settings.
 */
const SERVER_NAMES = ['gunicorn', 'uvicorn']

export const appName = z.string({ error: nameForm }).check(z.regex(NAME, { error: nameForm }))

export const serviceName = appName.check(
  z.refine((name) => !SERVER_NAMES.includes(name), {
    error:
      'is the name of a server: Kubernetes would inject variables that clash with its settings',
    params: { fix: 'Name the service after its role, such as web or api.' },
  }),
)

/** Text that must say something: no empty strings, no control characters. */
export function text(what: string) {
  return z.string({ error: what }).check(z.regex(/^\P{Cc}+$/u, { error: what }))
}
