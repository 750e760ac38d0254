import { didYouMean } from '../findings/did-you-mean.ts'
import { knownKeysAt, serviceTypesWith, topLevelKeys } from './known-keys.ts'
import { anyOf, type Path, type PorterProblem, pathText, valueAt } from './problem.ts'

/** Keys that Porter had, or has elsewhere, and what to write instead. */
const namedKeys: Record<string, { says: string; fix: string }> = {
  loadBalancerConfig: {
    says: 'is obsolete (deprecated in the docs of Aug 2026)',
    fix: 'Write loadBalancers: a list of public_lb, private_lb or public_alb.',
  },
  gpu: {
    says: 'is a key of the 2024 format',
    fix: 'Write gpuCoresNvidia: a whole number.',
  },
  release: {
    says: 'is a key of porter.yaml v1',
    fix: 'Write predeploy with its run.',
  },
  addons: {
    says: 'belongs to a file of several apps, which is not supported here',
    fix: 'Keep add-ons in a porter.yaml of their own.',
  },
  deploymentStrategy: {
    says: 'is a key of Porter Enterprise that the porter.yaml reference does not list',
    fix: 'Remove it: this tool writes rolling updates only.',
  },
}

function misplaced(key: string, path: Path, document: unknown): [string, string] | undefined {
  const types = serviceTypesWith(key)
  if (path[0] === 'services' && path.length === 2) {
    const type = valueAt(document, [...path, 'type'])
    if (types.length > 0) {
      return [
        `belongs to a ${anyOf(types)} service, and this one is ${type}`,
        'Remove it, or change type.',
      ]
    }
    if (topLevelKeys.includes(key)) {
      return ['belongs to the app, not to a service', 'Move it to the top of the file.']
    }
  }
  return path.length === 0 && types.length > 0
    ? ['belongs to a service, not to the app', 'Move it into the service.']
    : undefined
}

/** Why a key is refused: obsolete, in the wrong place, misspelt, or simply unknown. */
export function unknownKey(key: string, path: Path, document: unknown): PorterProblem {
  const here = [...path, key]
  const named = Object.hasOwn(namedKeys, key) ? namedKeys[key] : undefined
  if (named) return { path: here, message: `${pathText(here)} ${named.says}.`, fix: named.fix }

  const known = knownKeysAt(document, path)
  const [says, fix] = misplaced(key, path, document) ?? []
  if (says && fix) return { path: here, message: `${pathText(here)} ${says}.`, fix }

  const meant = didYouMean(key, known)
  const message = `${pathText(here)} is not a key of porter.yaml v2: Porter would ignore it in silence.`
  if (meant) return { path: here, message, fix: `Did you mean ${meant}?` }
  return { path: here, message, fix: `Remove it. Known here: ${known.join(', ')}.` }
}
