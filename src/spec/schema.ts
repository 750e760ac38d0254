import * as z from 'zod/mini'
import { corsSettings } from './settings/cors.ts'
import { dependencySettings } from './settings/dependencies.ts'
import { environmentSettings } from './settings/environment.ts'
import { exposureSettings } from './settings/exposure.ts'
import { healthSettings } from './settings/health.ts'
import { imageSettings, systemSettings } from './settings/image.ts'
import { platformSettings } from './settings/platform.ts'
import { processSettings } from './settings/processes.ts'
import { resourceSettings } from './settings/resources.ts'
import { serverSettings } from './settings/server.ts'
import { serviceSettings } from './settings/service.ts'
import { type SettingInfo, settingInfo } from './settings/setting.ts'

/** One service of hoptix.yaml. The order of the keys is the order of the reference. */
export const serviceSchema = z.strictObject({
  ...serviceSettings,
  ...serverSettings,
  ...corsSettings,
  ...healthSettings,
  ...dependencySettings,
  ...systemSettings,
  ...imageSettings,
  ...environmentSettings,
  ...resourceSettings,
  ...exposureSettings,
  ...processSettings,
  ...platformSettings,
})

/** What `defaults` may hold: any key of a service that two services can share. */
export const defaultsSchema = z.omit(serviceSchema, { name: true, root: true, app: true })

/** Keys that only a web service can mean: without `app` they would do nothing. */
export const webKeys: readonly string[] = [
  'appDir',
  'requires',
  ...Object.keys(serverSettings),
  ...Object.keys(corsSettings),
  ...Object.keys(healthSettings),
  ...Object.keys(resourceSettings),
  ...Object.keys(exposureSettings).filter((key) => key !== 'predeploy'),
]

/** What a person wrote, once it is valid. Defaults are not in it: the plan adds them and says so. */
export type WrittenService = z.output<typeof serviceSchema>

/** The valid part of a description that has mistakes: rules judge it too, so that all errors show at once. */
export type DraftService = Partial<WrittenService>

/** One key of hoptix.yaml by its dotted name, such as `resources.cpu`. */
export interface Setting extends SettingInfo {
  readonly key: string
  readonly required: boolean
  /** True for a key that holds further keys of its own. */
  readonly group: boolean
}

/** Every key, parents before their children. */
export const settings: readonly Setting[] = listSettings(serviceSchema, '')

const settingsByKey = new Map(settings.map((setting) => [setting.key, setting]))

/** The setting at a dotted key; undefined when the schema has no such key. */
export function findSetting(key: string): Setting | undefined {
  return settingsByKey.get(key)
}

/**
 * The two keys that stand at the top of a description of several services, around the services and not in them.
 * The editor's schema, the reference and `explain` tell of them beside the settings.
 */
export const documentSettings = {
  services: {
    key: 'services',
    required: false,
    group: true,
    description:
      'The services of this repository, each with a name, a folder and files of its own.',
    accepts: 'a list of services: maps of the keys of a service',
    defaultNote: 'none: the keys of a single service stand at the top of the file',
    examples: [
      [
        { name: 'shop-api', root: 'api', app: 'api:app' },
        { name: 'shop-admin', root: 'admin', app: 'admin.wsgi:application', framework: 'django' },
      ],
    ],
  },
  defaults: {
    key: 'defaults',
    required: false,
    group: true,
    description:
      'Keys that every service under `services` takes over: maps are merged, anything else of the service stands instead.',
    accepts: 'a map of the keys of a service, without name, root and app',
    defaultNote: 'none',
    examples: [{ framework: 'flask', python: '3.12', resources: { memory: 2048 } }],
  },
} as const satisfies Record<string, Setting>

function listSettings(schema: z.ZodMiniObject, prefix: string): Setting[] {
  return Object.entries(schema.shape).flatMap(([name, child]) => {
    const info = settingInfo.get(child as z.ZodMiniType)
    if (!info) return []
    const key = `${prefix}${name}`
    const nested = nestedObject(child as z.ZodMiniType)
    const own = {
      ...info,
      key,
      required: !(child instanceof z.ZodMiniOptional),
      group: nested !== undefined,
    }
    return [own, ...(nested ? listSettings(nested, `${key}.`) : [])]
  })
}

/** The object inside an optional, a list or a union such as `none | {origins, …}`; undefined for a plain value. */
function nestedObject(schema: z.ZodMiniType): z.ZodMiniObject | undefined {
  if (schema instanceof z.ZodMiniObject) return schema
  if (schema instanceof z.ZodMiniOptional)
    return nestedObject(schema.def.innerType as z.ZodMiniType)
  if (schema instanceof z.ZodMiniArray) return nestedObject(schema.def.element as z.ZodMiniType)
  // To zod/mini one is not a kind of the other.
  if (schema instanceof z.ZodMiniUnion || schema instanceof z.ZodMiniDiscriminatedUnion) {
    const options = schema.def.options as readonly z.ZodMiniType[]
    return options.map(nestedObject).find(Boolean)
  }
  return undefined
}
