/**
 * Shapes of real credentials, with the words that name them. Prefixes are those that the issuers document; lengths are
 * bounded, so that the time a text takes grows with its length and no faster.
 */
const secretShapes: readonly { kind: string; shape: RegExp }[] = [
  { kind: 'a private key', shape: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/ },
  { kind: 'an AWS access key', shape: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  {
    kind: 'a GitHub token',
    shape: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})/,
  },
  { kind: 'a GitLab token', shape: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { kind: 'a Slack token', shape: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/ },
  { kind: 'a Stripe key', shape: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/ },
  { kind: 'an API key', shape: /\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{24,}/ },
  { kind: 'a Google API key', shape: /\bAIza[A-Za-z0-9_-]{35}/ },
  { kind: 'a PyPI token', shape: /\bpypi-AgEI[A-Za-z0-9_-]{30,}/ },
  {
    kind: 'a signed token (JWT)',
    shape: /\beyJ[A-Za-z0-9_-]{8,500}\.eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]/,
  },
  {
    kind: 'a URL with a password in it',
    // Looked for from its rare `://`, and backwards from there. A placeholder such as ${PASSWORD} or <password> is none.
    shape:
      /:\/\/(?<=\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/:@]{0,100}:(?!\$[A-Z{(]|[<{])[^\s/@]{1,200}@/i,
  },
]

const secretName =
  /(?:(?:^|_)(?:SECRET|SECRET_KEY|SECRET_KEY_BASE|PASS|PWD|AUTH|ACCESS_KEY|PRIVATE_KEY|SIGNING_KEY|ENCRYPTION_KEY|CREDENTIALS?)|PASSWORD|PASSWD|PASSPHRASE|TOKEN|API_?KEY)$/i

/** Values that are there to say that nothing is there, or to switch something. */
const placeholder = /^(?:|true|false|yes|no|on|off|enabled|disabled|none|null|[0-9]{1,4})$/i

/** What kind of secret a text looks like; undefined when it does not. A name counts only for a variable. */
export function findSecret(name: string, text: string, isVariable: boolean): string | undefined {
  const shape = findSecretShape(text)
  if (shape) return shape
  return isVariable && secretName.test(name) && !placeholder.test(text)
    ? 'a secret, by its name'
    : undefined
}

/** What kind of secret stands anywhere in a text. No shape goes past the end of a line. */
export function findSecretShape(text: string): string | undefined {
  return secretShapes.find(({ shape }) => shape.test(text))?.kind
}
