import type { ManagerId } from '../facts/managers.ts'
import type { ProfileId } from '../facts/profiles.ts'
import type { PythonVersion } from '../facts/python.ts'
import type { Server } from '../facts/servers.ts'
import type { Location } from '../findings/finding.ts'
import type { FrameworkId } from '../frameworks/index.ts'
import type { WrittenService } from '../spec/schema.ts'
import type { InstallStep, PackageIndex } from '../spec/settings/dependencies.ts'

/** A decided value that can say where it came from. */
export interface Sourced<T> {
  readonly value: T
  readonly origin: 'default' | 'profile' | 'description' | 'derived'
  /** Where in hoptix.yaml it is written, when it is. */
  readonly where?: Location
  /** Why it is this value, in a few words. */
  readonly because: string
}

/** Cross-origin rules with nothing left to default. */
export interface CorsPolicy {
  readonly origins: readonly string[]
  readonly credentials: boolean
  readonly methods: readonly string[]
  readonly headers: readonly string[]
  readonly exposeHeaders: readonly string[]
  /** Seconds. */
  readonly maxAge: number
}

export interface Autoscaling {
  readonly min: number
  readonly max: number
  /** Percent of the request. */
  readonly cpu: number
  /** Percent of the request. */
  readonly memory: number
}

/** A worker or a job of the same image, with nothing left to default. */
export interface Process {
  readonly name: string
  readonly type: 'worker' | 'job'
  readonly command: string
  /** Cores. */
  readonly cpu: number
  /** MB. */
  readonly memory: number
  readonly gpu: number | undefined
  /** Of a worker. */
  readonly instances: number | undefined
  /** Of a worker. */
  readonly autoscaling: Autoscaling | undefined
  /** Of a job; without it the job is started by hand. */
  readonly cron: string | undefined
  /** Seconds, of a job. */
  readonly timeout: number | undefined
  readonly extra: PorterKeys
}

/** Keys of porter.yaml that are passed through, checked by the description's schema. */
export type PorterKeys = Readonly<Record<string, unknown>>

/** What hoptix.yaml says, with every default filled in; keys are those of the description. */
export interface SettingValues {
  name: string
  root: string
  /** Undefined for a service that has processes only. */
  app: string | undefined
  context: 'service' | 'repository'
  appDir: string
  framework: FrameworkId
  python: PythonVersion
  port: number
  profile: ProfileId
  workers: number | 'auto'
  threads: number
  timeout: number
  gracefulTimeout: number
  keepAlive: number
  maxRequests: number
  logLevel: NonNullable<WrittenService['logLevel']>
  logFormat: NonNullable<WrittenService['logFormat']>
  /** `app` leaves cross-origin rules to the app. */
  cors: CorsPolicy | 'app'
  'health.path': string
  'health.answeredBy': 'bootstrap' | 'app'
  'health.startupSeconds': number
  'dependencies.manager': ManagerId
  'dependencies.files': readonly string[]
  'dependencies.indexes': readonly PackageIndex[]
  'dependencies.steps': readonly InstallStep[]
  'dependencies.indexSecret': string | undefined
  'system.packages': readonly string[]
  'system.buildPackages': readonly string[]
  'image.base': string
  'image.build': readonly string[]
  'image.ignore': readonly string[]
  'image.env': Readonly<Record<string, string>>
  'image.path': readonly string[]
  'image.writable': readonly string[]
  env: Readonly<Record<string, string>>
  envGroups: readonly string[]
  requires: readonly string[]
  'resources.cpu': number
  'resources.memory': number
  'resources.gpu': number | undefined
  instances: number
  autoscaling: Autoscaling | undefined
  domains: readonly string[]
  private: boolean
  'ingress.maxBodySize': string | undefined
  'ingress.responseHeaderBuffer': string | undefined
  predeploy: string | undefined
  processes: readonly Process[]
  'porter.file': string
  'porter.service': string
  'porter.extra': PorterKeys
  'porter.project': number | undefined
  'porter.cluster': number | undefined
  'porter.deploymentTarget': string | undefined
  ci: 'github' | 'none'
  templates: string | undefined
  guide: boolean
}

/** What follows from the settings: nobody writes these, `plan` shows them with their arithmetic. */
export interface DerivedValues {
  /** Workers at start with the declared CPU and memory; the container's real limits can only lower it. */
  workersAtStart: number
  workerClass: Server['workerClass']
  /** Connections one worker holds open, waiting ones included; undefined where an event loop has no such limit. */
  workerConnections: number | undefined
  /** Connections the kernel queues before it refuses. */
  backlog: number | undefined
  /** MB that the workers need by the planning rule. */
  memoryEstimate: number
  /** MiB each worker may grow to before the container is out of memory. */
  memoryPerWorker: number
  /** Seconds the proxy waits for a response; also the cap of GUNICORN_TIMEOUT. */
  proxyTimeout: number
  /** Seconds between the start of preStop and SIGKILL. */
  terminationGracePeriod: number
  /** The folder that the image is built from. */
  contextFolder: string
  /** Where the service lives in the image: the working directory. */
  imageFolder: string
  /** The server's pinned requirements. */
  serverRequirements: readonly string[]
}

/** The settings, before anything is derived from them. */
export type Picked = { readonly [Key in keyof SettingValues]: Sourced<SettingValues[Key]> }

export type PlanValues = SettingValues & DerivedValues

/** Every decision about one service, made once, serialisable. */
export type Plan = { readonly [Key in keyof PlanValues]: Sourced<PlanValues[Key]> }

/** A plan with an app to serve: only such a service has a server, a port and health checks. */
export type WebPlan = Plan & { readonly app: Sourced<string> }

/** The service's folder, seen from the top of what its image is built from. */
export function folderInContext({ context, root }: Plan): string {
  return context.value === 'repository' ? root.value : '.'
}

export function servesWeb(plan: Plan): plan is WebPlan {
  return plan.app.value !== undefined
}
