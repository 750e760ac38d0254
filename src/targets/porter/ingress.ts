import type { Plan } from '../../plan/plan.ts'

/**
 * The ingress in front of the service, in its own words. ingress-nginx was retired in March 2026: when Porter moves
 * to another one, this file is what changes.
 */
const prefix = 'nginx.ingress.kubernetes.io'

/** Annotations of a public service; a private one has no ingress. Values are text: nginx reads a bare 60 as seconds. */
export function ingressAnnotations(plan: Plan): Record<string, string> {
  if (plan.private.value) return {}
  const wanted: Record<string, string | undefined> = {
    [`${prefix}/proxy-read-timeout`]: String(plan.proxyTimeout.value),
    [`${prefix}/proxy-send-timeout`]: String(plan.proxyTimeout.value),
    [`${prefix}/proxy-body-size`]: plan['ingress.maxBodySize'].value,
    [`${prefix}/proxy-buffer-size`]: plan['ingress.responseHeaderBuffer'].value,
  }
  const present = Object.entries(wanted).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return Object.fromEntries(present)
}
