import fc from 'fast-check'
import { type Scalar, stringify } from 'yaml'
import { managers } from '../../src/facts/managers.ts'
import { findShellSyntax } from '../../src/facts/shell-syntax.ts'
import { frameworks } from '../../src/frameworks/index.ts'
import { buildPlan } from '../../src/plan/build.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { type Loaded, loadSpec } from '../../src/spec/load.ts'
import { serviceSchema, type WrittenService } from '../../src/spec/schema.ts'
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

/** Values of every key, not yet seen by the rules about several keys at once. */
export function descriptionValues(sizes: Hints['sizes'] = {}): fc.Arbitrary<WrittenService> {
  const hints = { texts: { 'cors.origins': origin }, sizes }
  return (valuesOf(serviceSchema, hints) as fc.Arbitrary<WrittenService>).map(obeyRules)
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

const deploymentTarget = '7d3f1c52-0b8e-4f6a-9a41-2c5d8e6b7f90'

/** What the rules refuse is taken out, so that nearly every description is one that the loader lets through. */
function obeyRules(drawn: WrittenService): WrittenService {
  const written = structuredClone(drawn) as {
    -readonly [Key in keyof WrittenService]: WrittenService[Key]
  }
  // Templates are files, and a description alone has none.
  delete written.templates
  const { cors, dependencies, autoscaling, health } = written
  if (typeof cors === 'object') {
    if (cors.credentials) cors.origins = cors.origins?.filter((one) => one !== '*')
    if (cors.origins?.includes('*')) cors.origins = ['*']
    if (!cors.origins?.length) cors.origins = ['https://x.test']
  }
  if (health?.path === '/') health.answeredBy = 'app'
  if (written.framework && frameworks[written.framework].interface === 'asgi')
    delete written.threads
  const { manager = 'pip', files } = dependencies ?? {}
  if (dependencies && manager !== 'pip' && files) {
    dependencies.files = [...managers[manager].files, ...files.map((name) => `more/${name}`)]
  }
  if (dependencies) keepPins(dependencies)
  for (const name of ['PIP_EXTRA_INDEX_URL', 'PIP_FIND_LINKS']) delete written.image?.env?.[name]
  if (autoscaling) {
    delete written.instances
    const { min = 1, max = 10 } = autoscaling
    Object.assign(autoscaling, { min: Math.min(min, max), max: Math.max(min, max) })
  }
  if (written.private) {
    delete written.domains
    delete written.ingress
  }
  if (written.ci === 'github') {
    written.porter = { project: 1, cluster: 2, deploymentTarget, ...written.porter }
  }
  // Eight workers of 128 MB at the most, and never a lone one that is replaced.
  if (typeof written.workers === 'number') written.workers = Math.max(2, written.workers)
  written.resources = {
    ...written.resources,
    memory: Math.max(8192, written.resources?.memory ?? 0),
  }
  if (written.predeploy && findShellSyntax(written.predeploy)) {
    written.predeploy = written.predeploy
      .replace(/["'`$&|;<>\\]/g, '')
      .replace(/\s+/gu, ' ')
      .trim()
    if (!written.predeploy) delete written.predeploy
  }
  return written
}

/** Indexes and steps are for pip alone, and name each package once. */
function keepPins(dependencies: NonNullable<WrittenService['dependencies']>): void {
  const { manager = 'pip', indexes = [], steps = [] } = dependencies
  if (manager !== 'pip') {
    delete dependencies.indexes
    delete dependencies.steps
  }
  for (const [place, entry] of [...indexes, ...steps].entries()) {
    entry.packages = entry.packages.map((pin, index) => `p${place}-${index}-${pin}`)
  }
}
