import type { ManagerId } from '../facts/managers.ts'
import type { ProfileId } from '../facts/profiles.ts'
import type { PythonVersion } from '../facts/python.ts'
import type { Server } from '../facts/servers.ts'
import type { Location } from '../findings/finding.ts'
import type { FrameworkId } from '../frameworks/index.ts'
import type { WrittenService } from '../spec/schema.ts'

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

interface Autoscaling {
  readonly min: number
  readonly max: number
  /** Percent of the request. */
  readonly cpu: number
  /** Percent of the request. */
  readonly memory: number
}

/** What hoptix.yaml says, with every default filled in; keys are those of the description. */
export interface SettingValues {
  name: string
  root: string
  app: string
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
  'porter.file': string
  'porter.service': string
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
  /** The server's pinned requirements. */
  serverRequirements: readonly string[]
}

/** The settings, before anything is derived from them. */
export type Picked = { readonly [Key in keyof SettingValues]: Sourced<SettingValues[Key]> }

export type PlanValues = SettingValues & DerivedValues

/** Every decision about one service, made once, serialisable. */
export type Plan = { readonly [Key in keyof PlanValues]: Sourced<PlanValues[Key]> }
