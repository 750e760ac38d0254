import { frameworks, isFrameworkId } from '../frameworks/index.ts'
import { webKeys } from './schema.ts'
import { appExtraKeys } from './settings/porter-extra.ts'
import { isMap } from './show.ts'

type Values = Readonly<Record<string, unknown>>

/** What each service must say for itself: two services cannot share it. */
export const ownKeys = ['name', 'root', 'app'] as const

/** The keys of `defaults` that a service can take over at all. */
export function sharedKeys(defaults: Values): Values {
  return withoutKeys(defaults, ownKeys)
}

/**
 * The defaults that mean something to one service. Left out is what is meant for others and would be a mistake if it
 * stood in the service itself: it has no other way to be rid of it.
 */
export function meaningfulDefaults(own: Values, defaults: Values): Values {
  const kept = withoutKeys(defaults, [
    ...(isWeb(own) ? [] : webKeys),
    ...(Object.hasOwn(own, 'autoscaling') ? ['instances'] : []),
    ...(Object.hasOwn(own, 'instances') ? ['autoscaling'] : []),
    ...(hasEventLoop(own, defaults) ? ['threads'] : []),
    ...(own['private'] === true ? ['domains', 'ingress'] : []),
  ])
  return isMap(kept['porter']) ? { ...kept, porter: meaningfulPorter(own, kept['porter']) } : kept
}

function meaningfulPorter(own: Values, porter: Values): Values {
  const kept = withoutKeys(porter, isWeb(own) ? [] : ['service'])
  const { extra } = kept
  if (!isMap(extra)) return kept
  const ofWeb = Object.keys(extra).filter((key) => !appExtraKeys.includes(key))
  const meaningless = [
    ...(isWeb(own) ? [] : ofWeb),
    ...(own['private'] === true ? ['loadBalancers'] : []),
    ...(Object.hasOwn(own, 'instances') ? ['autoscaling'] : []),
  ]
  return { ...kept, extra: withoutKeys(extra, meaningless) }
}

function isWeb(own: Values): boolean {
  return Object.hasOwn(own, 'app')
}

function hasEventLoop(own: Values, defaults: Values): boolean {
  const framework = own['framework'] ?? defaults['framework']
  return isFrameworkId(framework) && frameworks[framework].interface === 'asgi'
}

function withoutKeys(map: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)))
}
