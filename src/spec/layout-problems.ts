import { didYouMean } from '../findings/did-you-mean.ts'
import type { SpecCheckId } from './checks.ts'
import { ownKeys } from './defaults.ts'
import type { Path } from './locate.ts'
import { describeKey, isMap } from './show.ts'

/** Something wrong with how the services stand in the document. */
export interface LayoutProblem {
  readonly rule: SpecCheckId
  readonly path: Path
  readonly at: 'key' | 'value'
  readonly message: string
  readonly fix: string
}

/** What is wrong with `services`, with `defaults`, and with what stands beside them. */
export function findLayoutProblems(
  document: Readonly<Record<string, unknown>>,
): readonly LayoutProblem[] {
  const { services, defaults = {}, ...beside } = document
  const items = Array.isArray(services) ? services : []
  return [
    ...findServicesProblem(services),
    ...items.flatMap((service, index) => (isMap(service) ? [] : [notAService(index)])),
    ...(isMap(defaults) ? findOwnKeys(defaults) : [notAMapOfDefaults(defaults)]),
    // Without `services` they are the keys of the one service, and `defaults` is what is wrong.
    ...(services === undefined ? [] : Object.keys(beside).map(besideServices)),
  ]
}

function findServicesProblem(services: unknown): LayoutProblem[] {
  const example = 'Write a list, each item with its own `name`, `root` and `app`.'
  if (services === undefined) {
    const message = '`defaults` stands alone: without `services` nothing takes it over.'
    const fix = `${example} A single service needs no defaults: its keys stand at the top.`
    return [{ rule: 'spec-required-key', path: ['defaults'], at: 'key', message, fix }]
  }
  if (Array.isArray(services) && services.length > 0) return []
  const isEmpty = services === null || Array.isArray(services)
  const message = `\`services\` is ${isEmpty ? 'empty' : 'not a list'}: expected a list of services.`
  return [{ rule: 'spec-value', path: ['services'], at: 'value', message, fix: example }]
}

function notAService(index: number): LayoutProblem {
  const message = 'This item of `services` is not a map of keys, as a service is.'
  const fix = 'Write `- name: …` with `root` and `app` beneath it.'
  return { rule: 'spec-value', path: ['services', index], at: 'value', message, fix }
}

function notAMapOfDefaults(found: unknown): LayoutProblem {
  const message = `\`defaults\` is ${found === null ? 'empty' : 'not a map of keys'}.`
  const fix = 'Write keys of a service beneath it, such as `framework: flask`, or remove it.'
  return { rule: 'spec-value', path: ['defaults'], at: 'value', message, fix }
}

function findOwnKeys(defaults: Readonly<Record<string, unknown>>): LayoutProblem[] {
  return ownKeys
    .filter((key) => Object.hasOwn(defaults, key))
    .map((key) => ({
      rule: 'spec-unknown-key',
      path: ['defaults', key],
      at: 'key',
      message: `\`${key}\` cannot be a default: two services with the same \`${key}\` would be one.`,
      fix: `Write \`${key}\` in each service.`,
    }))
}

function besideServices(key: string): LayoutProblem {
  const meant = didYouMean(key, ['defaults'])
  return {
    rule: 'spec-unknown-key',
    path: [key],
    at: 'key',
    message: `${describeKey(key, [key])} stands beside \`services\`, where only \`defaults\` may; it would do nothing.`,
    fix: meant
      ? `Did you mean \`${meant}\`?`
      : 'Move it into the service it is meant for, or into `defaults` for all of them.',
  }
}
