import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { specRules } from '../../src/spec/rules/index.ts'
import { documentSettings, settings } from '../../src/spec/schema.ts'
import { isMap } from '../../src/spec/show.ts'
import { descriptionValues, hostileCases } from '../hostile/descriptions.ts'
import { findingsOf, load } from '../spec/describe.ts'
import { runCli } from '../support/cli.ts'
import { projectFolder } from '../support/examples.ts'
import { packageFolder } from '../support/program.ts'
import { runs } from '../support/runs.ts'
import { exampleTexts, forms, serviceWith, severalServices } from './descriptions.ts'
import { describedKeys, type Node, nodesOf } from './schema-walk.ts'

const schema = JSON.parse(runCli(projectFolder, ['schema']).stdout) as Node
const accepts: ValidateFunction = new Ajv({
  strict: true,
  // The language server's own keywords, and two manners of a schema that strict mode advises against.
  keywords: ['errorMessage', 'patternErrorMessage'],
  strictTypes: false,
  strictRequired: false,
  validateFormats: false,
}).compile(schema)

/** What a validator has against a description; empty where it has nothing. */
function refusals(text: string): string[] {
  return accepts(parse(text)) ? [] : [new Ajv().errorsText(accepts.errors)]
}

/** What each service must say for itself. */
const ownKeys: readonly string[] = ['name', 'root', 'app']

const ruleIds: readonly string[] = specRules.map(({ id }) => id)

/** True where the loader refuses a description, whatever the rules about several keys say. */
function isRefusedByItself(text: string): boolean {
  return findingsOf(text).some(({ rule }) => !ruleIds.includes(rule))
}

describe('the schema is', () => {
  test('valid by the schema of draft 7', () => {
    const ajv = new Ajv({ strict: false })
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#')
    expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true)
  })

  test('made of patterns that are valid with and without the flag for Unicode', () => {
    const patterns = nodesOf(schema).flatMap(({ pattern }) => (pattern ? [pattern] : []))
    expect(patterns.length).toBeGreaterThan(10)
    for (const pattern of patterns) {
      expect(() => new RegExp(String(pattern), 'u')).not.toThrow()
      expect(() => new RegExp(String(pattern))).not.toThrow()
    }
  })

  test('shipped as the command prints it', () => {
    const shipped = readFileSync(join(packageFolder, 'schema.json'), 'utf8')
    expect(JSON.parse(shipped)).toEqual(JSON.parse(runCli(projectFolder, ['schema']).stdout))
  })
})

const places = {
  'a single service': ['definitions', 'service'],
  'one of several': ['definitions', 'severalServices', 'properties', 'services', 'items'],
  'the defaults': ['definitions', 'severalServices', 'properties', 'defaults'],
}

describe('the words of the schema', () => {
  test.each(Object.entries(places))('in %s are those of the settings', (place, path) => {
    const own = place === 'the defaults' ? ownKeys : []
    const table = settings.filter(({ key }) => !own.includes(key))
    const told = describedKeys(schema, path)
    for (const key of Object.keys(documentSettings)) told.delete(key)
    expect([...told.keys()].sort()).toEqual(table.map(({ key }) => key).sort())
    for (const setting of table) {
      const { description, accepts: form, env, examples } = setting
      const node = told.get(setting.key)
      expect(node?.['description'], setting.key).toContain(`${description}\n\nAccepts: ${form}.`)
      expect(node?.['description'], setting.key).toContain(env ?? '')
      expect(node?.['default'], setting.key).toEqual(setting.default)
      expect(node?.['examples'], setting.key).toEqual(examples)
    }
  })

  test.each(Object.values(documentSettings))('on $key are those of its entry', (setting) => {
    const told = describedKeys(schema, ['definitions', 'severalServices']).get(setting.key)
    expect(told?.['description']).toContain(setting.description)
    expect(told?.['examples']).toEqual(setting.examples)
  })

  test('are there for every key', () => {
    const silent = nodesOf(schema)
      .flatMap(({ properties }) => Object.entries((properties ?? {}) as Record<string, Node>))
      .filter(([, node]) => !node['$ref'] && !node['description'])
      // Conditions name keys that are described where they stand.
      .filter(([, node]) => Object.keys(node).join() !== 'minItems')
    expect(silent.map(([key]) => key)).toEqual([])
  })
})

describe('the loader and the schema agree', () => {
  test.each([...Object.entries(exampleTexts), ['several services', severalServices] as const])(
    'on %s',
    (_name, text) => {
      expect(load(text).ok).toBe(true)
      expect(refusals(text)).toEqual([])
    },
  )

  const examples = settings.flatMap((setting) =>
    setting.examples.map((example) => [setting.key, example, setting] as const),
  )
  test.each(examples)('to take %s: %j', (key, example, setting) => {
    for (const [form, write] of Object.entries(forms)) {
      if (form === 'the defaults' && ownKeys.includes(key)) continue
      const text = stringify(write(serviceWith(setting, example)))
      expect(isRefusedByItself(text), text).toBe(false)
      expect(refusals(text), text).toEqual([])
    }
  })

  test.each(Object.values(documentSettings))(
    'to take the examples of $key',
    ({ key, examples }) => {
      for (const example of examples) {
        const services = [{ name: 'shop', app: 'app:app' }]
        const text = stringify({ services, [key]: example })
        expect(load(text)).toMatchObject({ ok: true })
        expect(refusals(text)).toEqual([])
      }
    },
  )

  const others = [null, true, 1.5, -1, 'No such thing?', {}, { unknownKey: 1 }, [], [null], [{}]]
  test.each(settings.map((setting) => [setting.key, setting] as const))(
    'to refuse or to take what is no value of %s',
    (_key, setting) => {
      const disagreeing = others.filter((value) => {
        const text = stringify(forms['a single service'](serviceWith(setting, value)))
        // The schema may know less than the loader of what a text may be.
        const isText = typeof value === 'string'
        const isRefused = refusals(text).length > 0
        return isText
          ? isRefused && !isRefusedByItself(text)
          : isRefused !== isRefusedByItself(text)
      })
      expect(disagreeing).toEqual([])
    },
  )
})

/** Drawing the descriptions is what takes long. */
const numRuns = runs.schemaAgreement

describe('what the loader takes, the schema takes', { timeout: 300_000 }, () => {
  test('of single services', () => {
    fc.assert(
      fc.property(hostileCases(), ({ text }) => {
        expect(refusals(text)).toEqual([])
      }),
      { numRuns },
    )
  })

  test('of services whose keys are spread over themselves and defaults', () => {
    let taken = 0
    const drawn = fc.tuple(descriptionValues(), fc.infiniteStream(fc.nat(2)))
    fc.assert(
      fc.property(drawn, ([written, draws]) => {
        const { defaults, own } = spread(written, () => draws.next().value ?? 0)
        const text = stringify({ defaults, services: [own] }, { aliasDuplicateObjects: false })
        if (!load(text).ok) return
        taken++
        expect(refusals(text), text).toEqual([])
      }),
      { numRuns },
    )
    expect(taken).toBeGreaterThan(numRuns / 3)
  })
})

/** Each key goes to the service, to the defaults, or, where it is a map, in parts to both. */
function spread(
  map: Readonly<Record<string, unknown>>,
  draw: () => number,
  keep = ownKeys,
): { defaults: Record<string, unknown>; own: Record<string, unknown> } {
  const defaults: Record<string, unknown> = {}
  const own: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(map)) {
    const side = keep.includes(key) ? 0 : draw()
    if (side === 0) own[key] = value
    else if (side === 1 || !isMap(value)) defaults[key] = value
    else {
      const parts = spread(value, draw, [])
      defaults[key] = parts.defaults
      own[key] = parts.own
    }
  }
  return { defaults, own }
}
