import type { Failure } from '../../../io/failure.ts'
import { judge } from '../../probe.ts'
import { quote } from '../../quote.ts'
import { judgeCertificate } from '../certificate.ts'
import type { DeployedProbe, DeployedService } from '../deployed-probe.ts'
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
    if (!seen.ok) return judge('no TLS', [describeNoTls(service, strict)])
    const judged = judgeCertificate(seen, service.address, Date.now())
    return judged.ok
      ? judge(judged.observed, [`the connection is not accepted: ${quote(strict.message)}`])
      : judged
  },
} as const satisfies DeployedProbe

function describeNoTls({ address, port }: DeployedService, { codes, message }: Failure): string {
  const where = `TLS at ${address}:${port}`
  // OpenSSL reads the first bytes of any other protocol as a version of TLS.
  return codes.includes('ERR_SSL_WRONG_VERSION_NUMBER')
    ? `${where}: what answers there does not speak it. Is it a port for plain http?`
    : `${where}: ${quote(message)}`
}
