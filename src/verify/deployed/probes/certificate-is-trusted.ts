import { judge } from '../../probe.ts'
import { quote } from '../../quote.ts'
import { judgeCertificate } from '../certificate.ts'
import type { DeployedProbe } from '../deployed-probe.ts'
import { acceptsConnections } from './accepts-connections.ts'

export const certificateIsTrusted = {
  id: 'certificate-is-trusted',
  after: [acceptsConnections.id],
  why: 'Browsers refuse a certificate that is for another host, by nobody they know, or past its date, and TLS below 1.2.',
  fix: 'Attach the domain to the app, so that Porter gets a certificate for it and renews it; behind a proxy of your own, mend the certificate there.',
  async run(service) {
    const strict = await service.shakeHands('strict')
    if (strict.ok) return judgeCertificate(strict, service.address, Date.now())
    // Once more without judging, only to see what it is that is not accepted.
    const seen = await service.shakeHands('lenient')
    if (!seen.ok)
      return judge('no TLS', [
        `TLS at ${service.address}:${service.port}: ${quote(strict.message)}`,
      ])
    const judged = judgeCertificate(seen, service.address, Date.now())
    return judged.ok
      ? judge(judged.observed, [`the connection is not accepted: ${quote(strict.message)}`])
      : judged
  },
} as const satisfies DeployedProbe
