import type { CorsPolicy } from '../plan/plan.ts'

/** An origin that a browser might send, and whether the policy lets it read the answer. */
export interface CorsCase {
  readonly name: string
  readonly origin: string
  readonly granted: boolean
}

const stranger = 'https://not-listed.example'

/** Every listed origin, and the ways in which a near miss has been let through elsewhere. */
export function corsCases({ origins }: CorsPolicy): CorsCase[] {
  const anyone = origins.includes('*')
  const cases = [
    ...origins.filter((origin) => origin !== '*').flatMap(casesOf),
    { name: 'not listed', origin: stranger },
    { name: 'null, which sandboxed frames of anyone send', origin: 'null' },
  ]
  return cases.map(({ name, origin }) => {
    const granted = anyone ? origin !== 'null' : origins.some((listed) => covers(listed, origin))
    return { name, origin, granted }
  })
}

function casesOf(listed: string): { name: string; origin: string }[] {
  const origin = listed.replace('*', 'pr-17')
  const [scheme = '', host = ''] = origin.split('://')
  const otherScheme = scheme === 'https' ? 'http' : 'https'
  return [
    { name: 'listed', origin },
    { name: 'suffix attack', origin: `${origin}.evil.example` },
    { name: 'prefix attack', origin: `${scheme}://evil-${host}` },
    { name: 'another scheme', origin: `${otherScheme}://${host}` },
    { name: 'another port', origin: `${origin.replace(/:\d+$/, '')}:4443` },
    { name: 'the dot as any character', origin: origin.replace(/\.(?=[^.]*$)/, 'x') },
    { name: 'upper case', origin: origin.toUpperCase() },
    ...(listed.includes('*') ? wildcardCases(listed) : []),
  ]
}

function wildcardCases(listed: string): { name: string; origin: string }[] {
  return [
    { name: 'two labels for one', origin: listed.replace('*', 'a.b') },
    { name: 'no label', origin: listed.replace('*.', '') },
    { name: 'an empty label', origin: listed.replace('*', '') },
    { name: 'the pattern itself', origin: listed },
    { name: 'another host before the label', origin: listed.replace('*', 'evil.example/x') },
  ]
}

/** Label by label, without a regular expression: the bootstrap has one, and both must come to the same. */
function covers(listed: string, origin: string): boolean {
  const [ours, theirs] = [listed.split('.'), origin.split('.')]
  return ours.length === theirs.length && ours.every((label, at) => coversLabel(label, theirs[at]))
}

function coversLabel(listed: string, label = ''): boolean {
  if (!listed.includes('*')) return listed === label
  const [before = '', after = ''] = listed.split('*')
  if (!label.startsWith(before) || !label.endsWith(after)) return false
  const middle = label.slice(before.length, label.length - after.length)
  return middle.length > 0 && [...middle].every((character) => labelCharacters.includes(character))
}

const labelCharacters = 'abcdefghijklmnopqrstuvwxyz0123456789-_'
