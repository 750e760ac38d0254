import { formatPath, type Path } from '../locate.ts'
import { findSecret } from '../secrets.ts'
import type { SpecRule } from './rule.ts'

export const secretInDescription = {
  id: 'secret-in-description',
  severity: 'error',
  why: 'hoptix.yaml and all that is made from it is committed, and a secret in git is a secret no more.',
  fix: 'Put it into a Porter env group, name the group under `envGroups` and the variable under `requires`.',
  find: (spec) =>
    texts(spec, []).flatMap(([path, text]) => {
      const kind = findSecret(String(path.at(-1)), text, isEnvironment(path))
      return kind ? [{ path, message: `\`${formatPath(path)}\` looks like ${kind}.` }] : []
    }),
} as const satisfies SpecRule

function isEnvironment(path: Path): boolean {
  return path.at(-2) === 'env'
}

/** Every text of the description with the way to it. */
function texts(value: unknown, path: Path): [Path, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return entries.flatMap(([step, child]) => texts(child, [...path, step]))
}
