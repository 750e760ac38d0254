import { type Plan, servesWeb } from '../plan/plan.ts'
import type { Prepared, PreparedService, Probe, RunningService } from './probe.ts'
import { lineOf, type SetUpReport, tailOf } from './report.ts'
import { runProbes } from './run-probes.ts'

export interface ProveOptions {
  readonly probes: readonly Probe[]
  readonly runtime: string
  readonly signal: AbortSignal
  readonly keep: boolean
  /** Told of each step before it begins. */
  readonly onStep: (step: string) => void
  readonly mask: (text: string) => string
}

export type Proof =
  | { readonly ok: true; readonly report: SetUpReport }
  /** Nothing was learnt about the service: this machine lacks something. */
  | { readonly ok: false; readonly reason: string; readonly log: readonly string[] }

/** Prepares a set-up, probes it and removes it, however that ends. Rejects when the signal says so. */
export async function prove(
  prepare: () => Promise<Prepared>,
  plan: Plan,
  options: ProveOptions,
): Promise<Proof> {
  const { runtime, mask, signal } = options
  // An installer that is told to end says so itself, after it has been cleaned up behind.
  const prepared = await prepare()
  if (!prepared.ok) {
    signal.throwIfAborted()
    const failure = {
      reason: mask(prepared.reason),
      log: tailOf(prepared.log.split('\n')).map(mask),
    }
    if (prepared.blame === 'machine') return { ok: false, ...failure }
    return { ok: true, report: { runtime, notes: [], probes: [], failure } }
  }
  const { service } = prepared
  let isDone = false
  try {
    const probing = servesWeb(plan) ? probeAll(service, plan, options) : Promise.resolve([])
    const probes = await unlessAborted(probing, signal)
    isDone = true
    const kept = options.keep ? service.leaves.map((left) => `kept: ${left}`) : []
    return { ok: true, report: { runtime, notes: [...service.notes, ...kept], probes } }
  } finally {
    await service.remove({ keep: options.keep && isDone })
  }
}

async function probeAll(service: PreparedService, plan: Plan, options: ProveOptions) {
  const { starts, recorded } = recordStarts(service)
  const announced = options.probes.map((probe) => announce(probe, options.onStep))
  options.onStep('starts the service')
  let own = 0
  const logs: (readonly string[])[] = []
  const reports = await runProbes(announced, recorded, plan, ({ probe }) => {
    const isOfRunning = options.probes.find(({ id }) => id === probe.id)?.looksAt === 'running'
    // Of many starts no single log is the relevant one; the probe then quotes the line itself.
    const used = isOfRunning ? starts.slice(0, 1) : starts.slice(own)
    logs.push(used.length === 1 ? (used[0]?.log() ?? []) : [])
    own = starts.length
  })
  return reports.map((report, index) => lineOf(report, logs[index] ?? [], options.mask))
}

/** The same service, with a list of what was started from it: its logs outlive the processes. */
function recordStarts(service: PreparedService) {
  const starts: RunningService[] = []
  const recorded: PreparedService = {
    app: service.app,
    user: service.user,
    atOnce: service.atOnce,
    notes: service.notes,
    leaves: service.leaves,
    remove: (options) => service.remove(options),
    start: async (options) => {
      const running = await service.start(options)
      starts.push(running)
      return running
    },
  }
  return { starts, recorded }
}

function announce(probe: Probe, onStep: (step: string) => void): Probe {
  const told = () => onStep(`probes ${probe.id}`)
  if (probe.looksAt === 'running') {
    const run: typeof probe.run = (running, plan) => {
      told()
      return probe.run(running, plan)
    }
    return { ...probe, run }
  }
  const run: typeof probe.run = (prepared, plan) => {
    told()
    return probe.run(prepared, plan)
  }
  return { ...probe, run }
}

/** What goes on behind an abort fails in its own way as its processes end, and is no longer of interest. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  work.catch(() => {})
  return Promise.race([work, aborted])
}
