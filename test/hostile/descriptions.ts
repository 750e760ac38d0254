import fc from 'fast-check'
import { type Scalar, stringify } from 'yaml'
import { buildPlan } from '../../src/plan/build.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { type Loaded, loadSpec } from '../../src/spec/load.ts'
import { serviceSchema, type WrittenService } from '../../src/spec/schema.ts'
import { type DrawnService, obeyRules } from './obey-rules.ts'
import { type Hints, valuesOf } from './schema-values.ts'

/** A description that the loader lets through, and what the tool decides on it. */
export interface HostileCase {
  readonly text: string
  readonly written: WrittenService
  readonly plan: Plan
}

const label = '[a-z0-9](?:[a-z0-9-]{0,5}[a-z0-9])?'
const origin = fc.oneof(
  fc.stringMatching(
    new RegExp(`^[a-z][a-z0-9+.-]*://(?:\\*\\.)?${label}(?:\\.${label})*(?::[1-9][0-9]{0,3})?$`),
  ),
  fc.constantFrom('*', 'http://[::1]:8000', 'https://localhost:65535', 'app://-', 'a+b.c-d://x'),
)

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}[a-z0-9]$/)
const number = '(?:[0-9]|[1-5][0-9])'
const schedule = fc.stringMatching(
  new RegExp(
    `^${number}(?:,${number})? (?:\\*|1?[0-9])(?:/[1-9])? \\* (?:jan|[1-9]) (?:\\*|mon-fri)$`,
  ),
)

/** Values of every key of a web service, made to fit the rules about several keys at once. */
export function descriptionValues(sizes: Hints['sizes'] = {}): fc.Arbitrary<WrittenService> {
  const texts = {
    'cors.origins': origin,
    'processes.cron': schedule,
    'porter.extra.pathRouting.serviceName': name,
    'porter.extra.pathRouting.appName': name,
  }
  const drawn = valuesOf(serviceSchema, { texts, sizes }) as fc.Arbitrary<DrawnService>
  return drawn.map((service) => obeyRules({ app: 'app:app', ...service }))
}

/** Any description that the loader accepts, in any of the styles that YAML has for a text. */
export function hostileCases(sizes: Hints['sizes'] = {}): fc.Arbitrary<HostileCase> {
  return fc
    .tuple(descriptionValues(sizes), textStyle)
    .map(([written, style]) => ({ text: write(written, style), loaded: undefined }))
    .map(({ text }) => ({ text, loaded: load(text) }))
    .filter(({ loaded }) => loaded.ok)
    .map(({ text, loaded }) => toCase(text, loaded))
}

/** One named case. Throws where the loader does not let it through. */
export function hostileCase(extra: object): HostileCase {
  const found = caseIfAccepted(extra)
  if (!found) throw new Error(`the loader refuses ${JSON.stringify(extra)}`)
  return found
}

/** One named case that the loader may let through or refuse: both are right, as long as nothing else happens. */
export function caseIfAccepted(extra: object): HostileCase | undefined {
  const text = write({ name: 'x', app: 'app:app', ...extra }, 'QUOTE_DOUBLE')
  const loaded = load(text)
  return loaded.ok ? toCase(text, loaded) : undefined
}

/** Not as a block: the library that writes the text here cannot put a lone blank into one. */
export const textStyle = fc.constantFrom<Scalar.Type>('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE')

export function write(written: object, style: Scalar.Type): string {
  return stringify(written, {
    defaultStringType: style,
    lineWidth: 0,
    aliasDuplicateObjects: false,
  })
}

export function load(text: string): Loaded {
  return loadSpec(new TextEncoder().encode(text), 'hoptix.yaml')
}

function toCase(text: string, loaded: Loaded): HostileCase {
  const [spec] = loaded.ok ? loaded.spec.services : []
  if (!spec) throw new Error(`the loader refuses it: ${JSON.stringify(loaded)}\n${text}`)
  const plan = buildPlan(spec)
  // A failing property prints the description, not the whole plan.
  return Object.assign({ text, written: spec.written, plan }, { [fc.toStringMethod]: () => text })
}
