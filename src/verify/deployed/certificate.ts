import type { Handshake } from '../../io/https.ts'
import { judge, type ProbeResult } from '../probe.ts'
import { quote } from '../quote.ts'

const day = 24 * 60 * 60 * 1000

/** Whoever renews by machine has done so by then (cert-manager: at two thirds of the lifetime, 30 of 90 days before). */
const daysLeft = 14

/** What OpenSSL says of a certificate that it cannot trace to an authority, and where that comes from. */
const distrusts: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'it is signed by an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'the authority above it is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority above it is not known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'it is signed by an authority that this machine does not know, or the server does not send the certificates in between',
  CERT_REVOKED: 'it was revoked',
}

const ownAuthority =
  'An authority of your own is named to this tool with NODE_EXTRA_CA_CERTS=/path/to/ca.pem.'

const alreadyTold = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** What ingress-nginx shows for a host that it has no certificate for. */
const placeholder = 'Kubernetes Ingress Controller Fake Certificate'

type Shown = Extract<Handshake, { ok: true }>

/** A certificate and its connection as a browser would judge them, at a time in milliseconds since 1970. */
export function judgeCertificate(shown: Shown, host: string, now: number): ProbeResult {
  const { protocol, certificate } = shown
  const { subject, issuer, validTo } = certificate
  const days = Math.floor((validTo - now) / day)
  return judge(`${protocol}; ${quote(subject)} by ${quote(issuer)}, ${days} days left`, [
    ...judgeProtocol(protocol),
    ...judgeDates(shown, now),
    ...(certificate.wrongHost === undefined
      ? []
      : [`the certificate is not for ${host}: ${quote(certificate.wrongHost)}`]),
    ...judgeTrust(shown),
  ])
}

/** TLS 1.0 and 1.1 are out of use (RFC 8996). */
function judgeProtocol(protocol: string): string[] {
  if (protocol === 'TLSv1.3' || protocol === 'TLSv1.2') return []
  return [`the server speaks ${protocol} at best; TLS 1.2 is the least that browsers accept`]
}

function judgeDates({ certificate: { validFrom, validTo } }: Shown, now: number): string[] {
  const onDay = (time: number) => new Date(time).toISOString().slice(0, 10)
  if (now < validFrom) return [`the certificate is not valid before ${onDay(validFrom)}`]
  if (now > validTo) return [`the certificate expired on ${onDay(validTo)}`]
  // One that lives for days only is renewed late: then the last quarter of its life counts.
  const least = Math.min(daysLeft * day, (validTo - validFrom) / 4)
  if (validTo - now >= least) return []
  return [`the certificate expires on ${onDay(validTo)}, and nobody has renewed it`]
}

/** What the dates and the host's name tell already is not told twice. */
function judgeTrust({ distrust, certificate }: Shown): string[] {
  if (distrust === undefined || alreadyTold.has(distrust)) return []
  if (certificate.subject === placeholder)
    return ['it is the placeholder of the ingress: no certificate was issued for the domain yet']
  return [`the certificate is not trusted: ${distrusts[distrust] ?? distrust}. ${ownAuthority}`]
}
