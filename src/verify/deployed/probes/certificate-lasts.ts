import { judge } from '../../probe.ts'
import { formatDay } from '../certificate.ts'
import type { DeployedProbe } from '../deployed-probe.ts'
import { certificateIsTrusted } from './certificate-is-trusted.ts'

const day = 24 * 60 * 60 * 1000

/** By then it has been renewed, where a machine does that (cert-manager: when a third of its life is left). */
const leastDays = 14

export const certificateLasts = {
  id: 'certificate-lasts',
  after: [certificateIsTrusted.id],
  why: 'A certificate is renewed long before its end; one that is close to it was forgotten, and takes the service down on its last day.',
  fix: 'See that the domain still leads to the cluster, without which Porter cannot renew; renew a certificate of your own by hand.',
  async run(service) {
    const shown = await service.shakeHands('strict')
    if (!shown.ok) return judge('no certificate', [shown.message])
    const { validFrom, validTo } = shown.certificate
    const left = validTo - Date.now()
    // One that lives for days only is renewed late: then the last quarter of its life counts.
    const least = Math.min(leastDays * day, (validTo - validFrom) / 4)
    const days = `${Math.floor(left / day)} days, until ${formatDay(validTo)}`
    return judge(days, left < least ? [`the certificate is not renewed: ${days}`] : [])
  },
} as const satisfies DeployedProbe
