import { webKeys } from '../schema.ts'
import { appExtraKeys } from '../settings/porter-extra.ts'
import type { SpecHit, SpecRule } from './rule.ts'

export const settingNeedsAnApp = {
  id: 'setting-needs-an-app',
  severity: 'error',
  why: 'A service without `app` has no server, no port and no bootstrap, so what is said of them would do nothing.',
  fix: 'Remove the key, or write `app` if the service answers requests. Processes have `resources` and `instances` of their own.',
  find: (spec) => {
    if ('app' in spec || !spec.processes?.length) return []
    const keys = Object.keys(spec).filter(
      (key) => webKeys.includes(key) && spec[key as keyof typeof spec] !== undefined,
    )
    const extra = Object.keys(spec.porter?.extra ?? {}).filter((key) => !appExtraKeys.includes(key))
    return [
      ...keys.map((key) => hit([key])),
      ...(spec.porter?.service === undefined ? [] : [hit(['porter', 'service'])]),
      ...extra.map((key) => hit(['porter', 'extra', key])),
    ]
  },
} as const satisfies SpecRule

function hit(path: readonly string[]): SpecHit {
  const message = `\`${path.join('.')}\` is about a web service, and this one has no \`app\`.`
  return { path, at: 'key', message }
}
