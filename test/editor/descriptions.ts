import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Setting, settings } from '../../src/spec/schema.ts'
import { isMap } from '../../src/spec/show.ts'
import { exampleFolder, exampleNames } from '../support/examples.ts'

/** The text of each example's description, by its name. */
export const exampleTexts = Object.fromEntries(
  exampleNames.map((name) => [
    name,
    readFileSync(join(exampleFolder(name), 'hoptix.yaml'), 'utf8'),
  ]),
)

/** Several services that use most of what a description can say. */
export const severalServices = readFileSync(
  new URL('several-services.yaml', import.meta.url),
  'utf8',
)

/** The smallest service that has no app. */
const jobs = { name: 'shop', processes: [{ name: 'mails', type: 'job', command: 'mails' }] }

/** Where a key may stand: in a single service, in one of several, among the defaults of several. */
export const forms = {
  'a single service': (service: Written) => ({ name: 'shop', app: 'app:app', ...service }),
  'one of several': (service: Written) => ({
    services: [jobs, { name: 'shop-api', app: 'app:app', ...service }],
  }),
  'the defaults': (service: Written) => ({
    defaults: service,
    services: [{ name: 'shop', app: 'app:app' }],
  }),
} as const

type Written = Readonly<Record<string, unknown>>

/** A service with one setting in it, beside what the examples of its parents have. */
export function serviceWith({ key }: Setting, value: unknown): Written {
  const steps = key.split('.')
  return steps.reduceRight<unknown>((written, step, at) => {
    const parent = settings.find((one) => one.key === steps.slice(0, at).join('.'))
    const example = parent?.examples.find((one) => typeof one === 'object')
    if (!Array.isArray(example)) return { ...(isMap(example) ? example : {}), [step]: written }
    return [{ ...example[0], [step]: written }]
  }, value) as Written
}
