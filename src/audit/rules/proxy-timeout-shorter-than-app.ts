import { defaultProxySeconds } from '../../facts/timing.ts'
import { effectiveNumber } from '../readers/gunicorn-settings.ts'
import { valueAt } from '../readers/porter-files.ts'
import { type RunningService, readServices } from '../readers/services.ts'
import type { Hit, Rule } from '../rule.ts'

export const proxyTimeoutShorterThanApp = {
  id: 'proxy-timeout-shorter-than-app',
  severity: 'warning',
  why: 'The proxy answers 504 and drops the connection while the app is still working on its answer.',
  fix: "Raise the ingress' proxy-read-timeout and proxy-send-timeout above the server's timeout.",
  find: (repo) =>
    readServices(repo).flatMap((service) =>
      ['read', 'send'].flatMap((direction) => judge(service, direction)),
    ),
} as const satisfies Rule

function judge(service: RunningService, direction: string): Hit[] {
  const { porter, config } = service
  const timeout = effectiveNumber(service, 'timeout')
  const seconds = plannedTimeout(service) ?? timeout?.value
  if (!porter || porter.service.fields['private'] === true || seconds === undefined) return []
  const path = ['ingressAnnotations', `nginx.ingress.kubernetes.io/proxy-${direction}-timeout`]
  const written = valueAt(porter.service.fields, path)
  const waits = written === undefined ? defaultProxySeconds : Number(written)
  // What the server may be raised to at run time counts as well.
  const cap = config?.value('_PROXY_TIMEOUT')
  const longest = Math.max(seconds, typeof cap === 'number' ? cap - 1 : 0)
  if (Number.isNaN(waits) || waits > longest) return []
  const message = `The proxy's ${direction} timeout is ${waits} s, the server's timeout up to ${longest} s.`
  const fix = `Write \`${path[1]}: "${longest + 5}"\` or more under \`ingressAnnotations\`.`
  return [{ file: porter.file.path, line: porter.service.line(...path), message, fix }]
}

/** gunicorn's `timeout = 0` means that there is none. */
function plannedTimeout(service: RunningService): number | undefined {
  const value = effectiveNumber(service, 'timeout')?.value
  return value === 0 ? undefined : value
}
