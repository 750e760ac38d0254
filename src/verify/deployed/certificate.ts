import type { Certificate, Handshake } from '../../io/https.ts'
import { judge, type ProbeResult } from '../probe.ts'
import { quote } from '../quote.ts'

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
  const { subject, issuer, wrongHost } = certificate
  const ofOther = wrongHost === undefined ? [] : [`it is not for ${host}: ${quote(wrongHost)}`]
  const hits = [...judgeDates(certificate, now), ...ofOther, ...judgeTrust(shown)]
  return judge(`${protocol}; a certificate for ${quote(subject)} by ${quote(issuer)}`, [
    ...judgeProtocol(protocol),
    ...hits.map((hit) => `the certificate is not accepted: ${hit}`),
  ])
}

/** TLS 1.0 and 1.1 are out of use (RFC 8996). */
function judgeProtocol(protocol: string): string[] {
  if (protocol === 'TLSv1.3' || protocol === 'TLSv1.2') return []
  return [`the server speaks ${protocol} at best; TLS 1.2 is the least that browsers accept`]
}

function judgeDates({ validFrom, validTo }: Certificate, now: number): string[] {
  if (now < validFrom) return [`it is not valid before ${formatDay(validFrom)}`]
  return now > validTo ? [`it expired on ${formatDay(validTo)}`] : []
}

/** The day of a time in milliseconds, in UTC. */
export function formatDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** What the dates and the host's name tell already is not told twice. */
function judgeTrust({ distrust, certificate }: Shown): string[] {
  if (distrust === undefined || alreadyTold.has(distrust)) return []
  if (certificate.subject === placeholder)
    return ['it is the placeholder of the ingress: no certificate was issued for the domain yet']
  return [`${distrusts[distrust] ?? distrust}. ${ownAuthority}`]
}
