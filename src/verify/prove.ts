import { type Plan, servesWeb } from '../plan/plan.ts'
import type { Prepared, PreparedService, Probe } from './probe.ts'
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
  options.onStep('starts the service')
  const reports = await runProbes(options.probes, service, plan, ({ id }) =>
    options.onStep(`probes ${id}`),
  )
  return reports.map((report) => lineOf(report, report.log, options.mask))
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
