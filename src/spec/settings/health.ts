import * as z from 'zod/mini'
import { setting } from './setting.ts'

export const healthSettings = {
  health: setting(
    z.strictObject({
      path: setting(
        z.string().check(
          z.regex(/^\/(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*\/?)?$/, {
            error: 'a path such as /health, without query or escapes',
          }),
        ),
        {
          description: 'The one path that probes, HEALTHCHECK and people ask.',
          accepts: 'a URL path that starts with a slash',
          default: '/health',
          examples: ['/healthz'],
        },
      ),
      answeredBy: setting(z.enum(['bootstrap', 'app']), {
        description:
          "Who answers it: the bootstrap, before the app's middleware, or the app itself.",
        accepts: 'bootstrap, app',
        default: 'bootstrap',
        examples: ['app'],
        source: "a probe's Host is the pod's address: Django answers it 400 or 301",
      }),
      startupSeconds: setting(z.int().check(z.minimum(1), z.maximum(600)), {
        description: 'Seconds the app may take to start before a failing liveness probe counts.',
        accepts: 'whole seconds, 1-600',
        default: 60,
        examples: [120],
        source:
          "Porter's startup check allows 15 s and cannot be told otherwise, so liveness is delayed",
      }),
    }),
    {
      description: 'The health check.',
      accepts: 'a map with path, answeredBy, startupSeconds',
      examples: [{ path: '/healthz' }],
    },
  ),
}
