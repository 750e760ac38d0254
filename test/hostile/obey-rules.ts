import { managers } from '../../src/facts/managers.ts'
import { frameworks } from '../../src/frameworks/index.ts'
import { findCommandHazards } from '../../src/porter/command-hazards.ts'
import { ownAnnotations } from '../../src/porter/ingress-nginx.ts'
import type { WrittenService } from '../../src/spec/schema.ts'

/** A service before it is made to fit the rules: its values may be changed. */
export type DrawnService = { -readonly [Key in keyof WrittenService]: WrittenService[Key] }
type DrawnProcess = NonNullable<WrittenService['processes']>[number]
type Extra = NonNullable<NonNullable<WrittenService['porter']>['extra']>

/** What the rules refuse is taken out, so that nearly every description is one that the loader lets through. */
export function obeyRules(drawn: WrittenService): WrittenService {
  const written: DrawnService = structuredClone(drawn)
  // Templates are files, and a description alone has none.
  delete written.templates
  const { cors, dependencies, health } = written
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
  scaleOneWay(written)
  if (written.ci === 'github') {
    written.porter = { project: 1, cluster: 2, deploymentTarget, ...written.porter }
  }
  if (written.private) {
    delete written.domains
    delete written.ingress
  }
  // Eight workers of 128 MB at the most, and never a lone one that is replaced.
  if (typeof written.workers === 'number') written.workers = Math.max(2, written.workers)
  written.resources = {
    ...written.resources,
    memory: Math.max(8192, written.resources?.memory ?? 0),
  }
  if (written.predeploy) written.predeploy = withoutShell(written.predeploy)
  const { extra } = written.porter ?? {}
  if (extra) obeyPorter(extra, written)
  written.processes = obeyTypes(written.processes ?? [], written.porter?.service ?? 'web')
  return written
}

const deploymentTarget = '7d3f1c52-0b8e-4f6a-9a41-2c5d8e6b7f90'

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

function scaleOneWay(owner: Pick<DrawnService, 'instances' | 'autoscaling'>): void {
  const { autoscaling } = owner
  if (!autoscaling) return
  delete owner.instances
  const { min = 1, max = 10 } = autoscaling
  Object.assign(autoscaling, { min: Math.min(min, max), max: Math.max(min, max) })
}

function withoutShell(command: string): string {
  if (findCommandHazards(command).length === 0) return command
  const words = command.replace(/["'`$&|;<>\\=]/g, '').replace(/\s+/gu, ' ')
  return words.trim() || 'true'
}

/** What Porter refuses beside something else. */
function obeyPorter(extra: Extra, written: DrawnService): void {
  const { ingressAnnotations = {}, pathRouting } = extra
  for (const { name } of Object.values(ownAnnotations)) delete ingressAnnotations[name]
  obeyConnections(extra)
  if (!written.autoscaling) delete extra.autoscaling
  if (extra.loadBalancers) extra.loadBalancers = [...new Set(extra.loadBalancers)]
  if (written.private) delete extra.loadBalancers
  for (const route of pathRouting ?? []) if (!route.serviceName) delete route.appName
  pathRouting?.push({ path: '/', port: written.port ?? 8080 })
}

function obeyConnections(extra: Pick<Extra, 'connections'>): void {
  const types = extra.connections?.map(({ type }) => type) ?? []
  if (extra.connections)
    extra.connections = extra.connections.filter(({ type }, at) => types.indexOf(type) === at)
}

/** Each process has a name of its own, and keys of its type only. */
function obeyTypes(processes: readonly DrawnProcess[], web: string): DrawnProcess[] {
  const taken = new Set([web])
  return processes.flatMap((process) => {
    if (taken.has(process.name)) return []
    taken.add(process.name)
    const own = { ...process, command: withoutShell(process.command) }
    const { extra } = own.porter ?? {}
    if (extra) obeyConnections(extra)
    for (const key of foreignKeys[own.type]) delete own[key]
    if (own.type === 'worker') delete extra?.allowConcurrent
    scaleOneWay(own)
    if (!own.autoscaling) delete extra?.autoscaling
    return [own]
  })
}

const foreignKeys = {
  worker: ['cron', 'timeout'],
  job: ['instances', 'autoscaling'],
} as const
