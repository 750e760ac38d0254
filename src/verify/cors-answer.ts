import type { Answer } from '../io/network.ts'
import type { CorsPolicy } from '../plan/plan.ts'

/** All values of a header, since a browser refuses one that comes twice. */
export function headerValues({ headers }: Answer, name: string): string[] {
  return headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value)
}

/** Names of the CORS headers that an answer has. */
export function corsHeaderNames({ headers }: Answer): string[] {
  return headers
    .map(([name]) => name.toLowerCase())
    .filter((name) => name.startsWith('access-control-'))
}

export function variesByOrigin(answer: Answer): boolean {
  const fields = headerValues(answer, 'vary').flatMap((value) =>
    value.toLowerCase().split(/\s*,\s*/),
  )
  return fields.includes('origin') || fields.includes('*')
}

/** What is wrong with the CORS headers of any answer to an origin. */
export function judgeCors(
  answer: Answer,
  origin: string,
  granted: boolean,
  policy: CorsPolicy,
): string[] {
  if (answer.status === 0) return [`no answer (${answer.body})`]
  const hits = variesByOrigin(answer) ? [] : ['Vary does not name Origin']
  if (!granted) {
    return [...hits, ...corsHeaderNames(answer).map((name) => `${name} is sent to a denied origin`)]
  }
  const expected: Record<string, string | undefined> = {
    'access-control-allow-origin': policy.origins.includes('*') ? '*' : origin,
    'access-control-allow-credentials': policy.credentials ? 'true' : undefined,
    'access-control-expose-headers': policy.exposeHeaders.join(', ') || undefined,
  }
  return [...hits, ...compareHeaders(answer, expected)]
}

/** What a preflight must be told besides. */
export function judgePreflight(answer: Answer, granted: boolean, policy: CorsPolicy): string[] {
  const status = granted ? 204 : 403
  const hits = answer.status === status ? [] : [`status ${answer.status}, not ${status}`]
  if (!granted) return hits
  const expected = {
    'access-control-allow-methods': policy.methods.join(', '),
    'access-control-max-age': String(policy.maxAge),
    ...(policy.headers.includes('*')
      ? {}
      : { 'access-control-allow-headers': policy.headers.join(', ') }),
  }
  return [...hits, ...compareHeaders(answer, expected)]
}

function compareHeaders(
  answer: Answer,
  expected: Readonly<Record<string, string | undefined>>,
): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const values = headerValues(answer, name)
    if (values.length > 1) return [`${name} comes ${values.length} times`]
    return values[0] === value ? [] : [`${name} is ${values[0]}, not ${value}`]
  })
}
