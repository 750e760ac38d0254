import { generate } from 'selfsigned'

export interface KeyPair {
  readonly key: string
  readonly cert: string
}

export interface CertificateOptions {
  /** Its own signature where there is none. */
  readonly authority?: KeyPair
  readonly host?: string
  readonly subject?: string
  /** Days from now; negative ones lie in the past. */
  readonly from?: number
  readonly until?: number
}

/** An authority of nobody but the test. */
export function makeAuthority(): Promise<KeyPair> {
  const extensions = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ] as const
  return make('an authority of a test', [...extensions], {})
}

export function makeCertificate(options: CertificateOptions): Promise<KeyPair> {
  const { host = 'localhost', subject = host } = options
  const altNames = [{ type: 2, value: host } as const]
  return make(subject, [{ name: 'subjectAltName', altNames }], options)
}

type Options = NonNullable<Parameters<typeof generate>[1]>

async function make(
  subject: string,
  extensions: NonNullable<Options['extensions']>,
  { authority, from = -30, until = 60 }: CertificateOptions,
): Promise<KeyPair> {
  const at = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000)
  const { private: key, cert } = await generate([{ name: 'commonName', value: subject }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: at(from),
    notAfterDate: at(until),
    extensions,
    ...(authority ? { ca: authority } : {}),
  })
  return { key, cert }
}
