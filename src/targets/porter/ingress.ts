import type { Plan } from '../../plan/plan.ts'
import { ownAnnotations } from '../../porter/ingress-nginx.ts'

/**
 * Annotations of the ingress: those of `porter.extra`, and on a public service ours. A private one has no public
 * ingress. Values are text: nginx reads a bare 60 as seconds.
 */
export function ingressAnnotations(plan: Plan): Record<string, string> {
  const extra = (plan['porter.extra'].value['ingressAnnotations'] ?? {}) as Record<string, string>
  const { readTimeout, sendTimeout, bodySize, bufferSize } = ownAnnotations
  const wanted: Record<string, string | undefined> = plan.private.value
    ? {}
    : {
        [readTimeout.name]: String(plan.proxyTimeout.value),
        [sendTimeout.name]: String(plan.proxyTimeout.value),
        [bodySize.name]: plan['ingress.maxBodySize'].value,
        [bufferSize.name]: plan['ingress.responseHeaderBuffer'].value,
      }
  const present = Object.entries({ ...wanted, ...extra }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return Object.fromEntries(present)
}
