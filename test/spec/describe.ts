import type { Finding } from '../../src/findings/finding.ts'
import { type Loaded, loadSpec, type ServiceSpec } from '../../src/spec/load.ts'

/** The smallest valid description: a line added to it is line 3. */
export const minimal = 'name: shop\napp: app:app\n'

export function load(text: string | Uint8Array): Loaded {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return loadSpec(bytes, 'hoptix.yaml')
}

/** What is wrong with a description; empty for a valid one. */
export function findingsOf(text: string | Uint8Array): readonly Finding[] {
  const loaded = load(text)
  return loaded.ok ? loaded.spec.warnings : loaded.findings
}

/** The one service of a description that must be valid. */
export function serviceOf(text: string | Uint8Array): ServiceSpec {
  const loaded = load(text)
  if (!loaded.ok) throw new Error(`Not valid: ${placesOf(text).join(', ')}`)
  const [service] = loaded.spec.services
  if (!service) throw new Error('The description has no service.')
  return service
}

/** Each finding as `rule line:column`; only the rule for one about the whole file. */
export function placesOf(text: string | Uint8Array): string[] {
  return findingsOf(text).map(placeOf)
}

export function placeOf({ rule, where }: Finding): string {
  return where.line === undefined ? rule : `${rule} ${where.line}:${where.column}`
}

/** Everything that a person reads of the findings. */
export function wordsOf(text: string | Uint8Array): string {
  return findingsOf(text)
    .map(({ message, fix }) => `${message} ${fix}`)
    .join('\n')
}
