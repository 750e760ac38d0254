import type { Finding, Location } from '../findings/finding.ts'

/** What a service says of the defaults that it takes over. */
interface Taker {
  readonly name: string | undefined
  readonly ofDefaults: readonly Finding[]
}

/**
 * What is wrong with the defaults: by themselves, and together with the keys of the services that take them over.
 * Where only some services make a default wrong, they are named, since the place alone would not tell.
 */
export function findDefaultsProblems(
  ofThemselves: readonly Finding[],
  services: readonly Taker[],
): Finding[] {
  const told = new Set(ofThemselves.map(identify))
  const gathered = new Map<string, { finding: Finding; takers: Set<Taker> }>()
  for (const service of services) {
    for (const finding of service.ofDefaults) {
      const key = identify(finding)
      if (told.has(key)) continue
      const takers = gathered.get(key)?.takers ?? new Set()
      gathered.set(key, { finding, takers: takers.add(service) })
    }
  }
  const together = [...gathered.values()].map(({ finding, takers }) => {
    if (takers.size === services.length) return finding
    return { ...finding, message: `${finding.message} This is so for ${listNames([...takers])}.` }
  })
  return [...ofThemselves, ...together]
}

function listNames(takers: readonly Taker[]): string {
  const shown = takers
    .slice(0, 3)
    .map(({ name }) => (name === undefined ? 'a service without a name' : `\`${name}\``))
  const more = takers.length - shown.length
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** Services that share a map by an anchor have its mistakes in common: each is told once. */
export function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>()
  return findings.filter((finding) => {
    const key = identify(finding)
    return !told.has(key) && told.add(key)
  })
}

/** Where the text itself is wrong, what else is said of the same place only repeats it. */
export function withoutEchoes(
  textFindings: readonly Finding[],
  others: readonly Finding[],
): Finding[] {
  const told = new Set(textFindings.map(({ where }) => placeOf(where)))
  return [...textFindings, ...others.filter(({ where }) => !told.has(placeOf(where)))]
}

function identify({ rule, message, where }: Finding): string {
  return `${rule} ${placeOf(where)} ${message}`
}

function placeOf({ line, column }: Location): string {
  return `${line}:${column}`
}
