import type { Artifact } from '../artifacts/artifact.ts'
import type { Answer, HeldConnection, HttpRequest } from '../io/network.ts'
import type { Exit } from '../io/process.ts'
import type { Plan } from '../plan/plan.ts'
import type { Limits } from './limits.ts'
import type { Listener } from './socket-table.ts'

/** Something a promise is proven by: it looks at a real server and says what it saw. */
export type Probe = ProbeInfo & (ProbeOfRunning | ProbeOfStarts)

/** What is told of a probe, wherever it looks. */
export interface ProbeInfo {
  readonly id: string
  readonly why: string
  readonly fix: string
  /** Probes without which this one has nothing to look at. */
  readonly after?: readonly string[]
}

/** Looks at a server that runs under ordinary conditions, and leaves it fit for the next probe. */
interface ProbeOfRunning {
  readonly looksAt: 'running'
  run(running: RunningService, plan: Plan): Promise<ProbeResult>
}

/** Starts servers of its own, under conditions of its own. */
interface ProbeOfStarts {
  readonly looksAt: 'starts'
  run(prepared: PreparedService, plan: Plan): Promise<ProbeResult>
}

export type ProbeResult = Seen | { readonly ok: true; readonly observed: string }

/**
 * This machine does not show it; no process does, only a container; an earlier probe found what hides it; the app does
 * itself what is asked about, and nothing is promised of that.
 */
export type Unseen = 'machine' | 'runtime' | 'earlier' | 'app'

interface Seen {
  readonly ok: false
  readonly observed: string
  /** One sentence for each thing that is not as it must be. */
  readonly hits: readonly string[]
  /** Why it could not be seen: then nothing is proven, and nothing disproven. */
  readonly unseen?: Unseen
}

/** Starts artifacts: as processes of this machine, or in containers. */
export interface Runtime {
  readonly id: string
  prepare(artifacts: readonly Artifact[], plan: Plan, options: PrepareOptions): Promise<Prepared>
}

export interface PrepareOptions {
  /** The repository's top. It is copied and never written to. */
  readonly top: string
  /** What the platform would add to the environment: secrets, mostly. */
  readonly env?: Readonly<Record<string, string>>
  /** Told of each step before it begins. */
  readonly onStep?: (step: string) => void
  /** Ends preparing early; what was begun is removed. */
  readonly signal?: AbortSignal
}

export type Prepared =
  | { readonly ok: true; readonly service: PreparedService }
  | {
      readonly ok: false
      /** Whether this machine lacks something, or the service itself cannot be built. */
      readonly blame: 'machine' | 'service'
      readonly reason: string
      readonly log: string
    }

/** Artifacts with everything they need in place; starting them is all that is left. */
export interface PreparedService {
  /** The `module:callable` that the start command serves. */
  readonly app: string
  /** The word that the image names its user by; empty where it names none, undefined where there is no image. */
  readonly user: string | undefined
  /** What differs from the image and is worth knowing, such as another Python. */
  readonly notes: readonly string[]
  /** How many may run at a time. */
  readonly atOnce: number
  start(options?: StartOptions): Promise<RunningService>
  /** What `remove` with `keep` leaves, for people who want to look: folders, images. */
  readonly leaves: readonly string[]
  /** Ends what still runs and removes the rest, unless it is to be kept. Nothing can be started afterwards. */
  remove(options?: { readonly keep?: boolean }): Promise<void>
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Words put in front of the app in the start command. */
  readonly flags?: readonly string[]
  /** Served instead of the app: a module of the probe's own, which wraps it. */
  readonly app?: string
  /** The words of a process, in place of the image's own: it has no port to wait for. */
  readonly command?: readonly string[]
  /** Files laid beside the app's copy first. */
  readonly files?: Readonly<Record<string, string>>
  /** A container's root file system is read-only; with this it is not, and shows afterwards what was written. */
  readonly writableRoot?: true
}

/** Something that answers requests, near or far. */
export interface Answering {
  /** Where it is asked, for people to read. */
  readonly address: string
  readonly port: number
  request(asked: HttpRequest): Promise<Answer>
}

export interface RunningService extends Answering {
  /** The folder it was started in, which is the app's, as it names it itself. */
  readonly workdir: string
  /** Whether it is asked at an address that is not loopback. */
  readonly isOutside: boolean
  /** What it may use; undefined where that is what this process may use too. */
  readonly limits?: Limits
  /** What only a container can show. */
  readonly container?: ContainerFacts
  /** The first process, as this machine numbers it. */
  firstPid(): number
  /** The first process, as it numbers itself: 1 where it has a process table of its own. */
  ownPid(): number
  log(): readonly string[]
  /** Sockets of the service that accept connections; undefined where the machine does not show them. */
  listeners(): readonly Listener[] | undefined
  /** The server's worker processes, as this machine numbers them. */
  workers(): readonly number[]
  /** What it holds in memory now; undefined where the machine does not show it. */
  memory(): Promise<MemoryUse | undefined>
  /** Asks for a path and keeps the connection open; undefined when there is no answer. */
  hold(path: string): Promise<HeldConnection | undefined>
  /** To the first process, as the platform does, or to one of the workers. */
  signal(name: NodeJS.Signals, pid?: number): void
  readonly exit: Promise<Exit>
  exited(): Exit | undefined
  /** Ends it at once, and all that it started. */
  stop(): Promise<void>
}

export interface ContainerFacts {
  /** The user of each process, as it is numbered inside; undefined where nothing inside can tell. */
  users(): readonly number[] | undefined
  /** Paths that have come or changed since the start, other than in mounted folders. */
  written(): Promise<readonly string[]>
}

export interface MemoryUse {
  /** MB, of all its processes together. */
  readonly used: number
  /** What was counted, in a few words. */
  readonly counted: string
  /** Processes that the kernel has killed for want of memory; undefined where nobody counts them. */
  readonly kills: number | undefined
}

/** A probe's verdict from what it objects to. */
export function judge(observed: string, hits: readonly string[]): ProbeResult {
  return hits.length === 0 ? { ok: true, observed } : { ok: false, observed, hits }
}

export function unseen(why: string, by: Unseen = 'machine'): ProbeResult {
  return { ok: false, observed: why, hits: [], unseen: by }
}
