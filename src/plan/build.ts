import { managers } from '../facts/managers.ts'
import { joinPath } from '../facts/paths.ts'
import { profiles } from '../facts/profiles.ts'
import { formatLocation } from '../findings/finding.ts'
import { frameworks } from '../frameworks/index.ts'
import type { ServiceSpec } from '../spec/load.ts'
import type { Path } from '../spec/locate.ts'
import { findSetting, settings, type WrittenService } from '../spec/schema.ts'
import { deriveValues } from './derive.ts'
import type {
  Autoscaling,
  CorsPolicy,
  Picked,
  Plan,
  Process,
  SettingValues,
  Sourced,
} from './plan.ts'

/** Every decision about one service. Pure: the same description gives the same plan everywhere. */
export function buildPlan(spec: ServiceSpec): Plan {
  const pick = (key: string): Sourced<unknown> => fromDescription(spec, key) ?? fromDefault(key)
  const plain = Object.fromEntries(decided.map((key) => [key, pick(key)]))
  const chosen = { ...plain, ...decideSettings(spec, plain as Picked) } as Picked
  return { ...chosen, ...deriveValues(chosen) }
}

/** Groups that are one decision: half a CORS policy, an autoscaler without its limits or half a process means nothing. */
const whole = [
  'cors',
  'autoscaling',
  'processes',
  'porter.extra',
  'dependencies.indexes',
  'dependencies.steps',
] as const

/** The key of every decision. */
const decided: readonly string[] = settings
  .filter(({ key, group }) => !group && !whole.some((parent) => key.startsWith(`${parent}.`)))
  .map(({ key }) => key)
  .concat(whole)

function fromDescription(spec: ServiceSpec, key: string): Sourced<unknown> | undefined {
  const path: Path = key.split('.')
  const value = path.reduce<unknown>(
    (parent, step) => (parent as Record<string, unknown> | undefined)?.[step],
    spec.written,
  )
  if (value === undefined) return undefined
  const where = spec.locate.value(path)
  return { value, origin: 'description', where, because: formatLocation(where) }
}

function fromDefault(key: string): Sourced<unknown> {
  const setting = findSetting(key)
  return {
    value: setting?.default,
    origin: 'default',
    because: setting?.source ?? setting?.defaultNote ?? 'the default',
  }
}

/** Settings whose default depends on another setting. */
function decideSettings(spec: ServiceSpec, picked: Picked): Partial<Picked> {
  const profile = profiles[picked.profile.value]
  const isAsgi = frameworks[picked.framework.value].interface === 'asgi'
  const preset = <T>(sourced: Sourced<T>, value: T): Sourced<T> =>
    sourced.origin === 'description'
      ? sourced
      : { value, origin: 'profile', because: `profile ${picked.profile.value}: ${profile.because}` }
  const otherwise = <T>(sourced: Sourced<T>, value: T, because: string): Sourced<T> =>
    sourced.origin === 'description' ? sourced : { value, origin: 'derived', because }

  return {
    workers: preset(picked.workers, profile.workers),
    threads: isAsgi
      ? { value: 1, origin: 'derived', because: 'requests share an event loop' }
      : preset(picked.threads, profile.threads),
    timeout: preset(picked.timeout, profile.timeout),
    cors: decideCors(spec, picked.cors as Sourced<unknown>),
    autoscaling: decideAutoscaling(picked.autoscaling as Sourced<unknown>),
    processes: { ...picked.processes, value: decideProcesses(spec.written.processes ?? []) },
    'porter.extra': { ...picked['porter.extra'], value: spec.written.porter?.extra ?? {} },
    'porter.file': spec.isOneOfSeveral
      ? otherwise(
          picked['porter.file'],
          joinPath(picked.root.value, 'porter.yaml'),
          'each of several services has its own',
        )
      : picked['porter.file'],
    'dependencies.files': otherwise(
      picked['dependencies.files'],
      managers[picked['dependencies.manager'].value].files,
      `what ${picked['dependencies.manager'].value} reads`,
    ),
    'image.base': otherwise(
      picked['image.base'],
      `python:${picked.python.value}-slim-trixie`,
      'the official slim image, its Debian release named',
    ),
  }
}

function decideCors(spec: ServiceSpec, picked: Sourced<unknown>): Sourced<SettingValues['cors']> {
  const written = spec.written.cors
  if (written === undefined) return { ...picked, value: 'app', because: "the app's own, untouched" }
  const denied: CorsPolicy = {
    origins: [],
    credentials: false,
    methods: [],
    headers: [],
    exposeHeaders: [],
    maxAge: 0,
  }
  return {
    ...picked,
    value: written === 'none' ? denied : withDefaults<CorsPolicy>('cors', written),
  }
}

function decideAutoscaling(picked: Sourced<unknown>): Sourced<SettingValues['autoscaling']> {
  return { ...picked, value: completeAutoscaling(picked.value) }
}

function completeAutoscaling(written: unknown): Autoscaling | undefined {
  return written === undefined ? undefined : withDefaults('autoscaling', written)
}

/** A worker has instances and a job has a time limit; a key of the other type is refused before. */
function decideProcesses(written: NonNullable<WrittenService['processes']>): Process[] {
  return written.map(({ name, type, command, cron, timeout, instances, ...process }) => ({
    name,
    type,
    command,
    ...completeResources(process.resources),
    instances: type === 'worker' ? (instances ?? defaultOf('processes.instances')) : undefined,
    autoscaling: completeAutoscaling(process.autoscaling),
    cron,
    timeout: type === 'job' ? (timeout ?? defaultOf('processes.timeout')) : undefined,
    extra: process.porter?.extra ?? {},
  }))
}

function completeResources(written: object = {}): Pick<Process, 'cpu' | 'memory' | 'gpu'> {
  return withDefaults('resources', written)
}

function defaultOf(key: string): number {
  return Number(findSetting(key)?.default)
}

/** A group with the defaults of its absent keys. */
function withDefaults<T>(group: string, written: unknown): T {
  const defaults = settings
    .filter(({ key }) => key.startsWith(`${group}.`))
    .map((setting) => [setting.key.slice(group.length + 1), setting.default])
  const present = Object.entries(written as object).filter(([, value]) => value !== undefined)
  return Object.fromEntries([...defaults, ...present]) as T
}
