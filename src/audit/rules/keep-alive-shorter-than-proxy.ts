import { proxyIdleSeconds } from '../../facts/timing.ts'
import { effectiveNumber, keepsConnections } from '../readers/gunicorn-settings.ts'
import { readServices } from '../readers/services.ts'
import type { Rule } from '../rule.ts'

export const keepAliveShorterThanProxy = {
  id: 'keep-alive-shorter-than-proxy',
  severity: 'warning',
  why: 'nginx reuses idle connections for 60 s; when the server closes them first, requests are lost on the way: 47 of 1,500 with a keep-alive of 2 s, none with 75 s.',
  fix: 'Write `keepalive = 75`.',
  find: (repo) =>
    readServices(repo).flatMap((service) => {
      const keepAlive = effectiveNumber(service, 'keepalive')
      if (!service.start || !keepsConnections(service) || keepAlive?.value === undefined) return []
      // 0 switches keep-alive off: no connection is reused, so none is lost.
      if (keepAlive.value === 0 || keepAlive.value > proxyIdleSeconds) return []
      const { file, line } = keepAlive
      const message = `The server closes an idle connection after ${keepAlive.value} s, the proxy keeps it for ${proxyIdleSeconds} s.`
      return [{ file, line, message }]
    }),
} as const satisfies Rule
