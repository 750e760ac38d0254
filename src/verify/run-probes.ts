import type { Plan } from '../plan/plan.ts'
import {
  type PreparedService,
  type Probe,
  type ProbeInfo,
  type ProbeResult,
  type RunningService,
  unseen,
} from './probe.ts'
import { runInTurns } from './wait.ts'

export type ProbeReport = ProbeResult & {
  readonly probe: ProbeInfo
  readonly seconds: number
}

/** What one probe says, and what the service wrote meanwhile: nothing where no single log is the relevant one. */
export type LoggedReport = ProbeReport & { readonly log: readonly string[] }

interface Looking {
  look(): Promise<ProbeResult>
  /** Asked once the probe has looked. */
  log(): readonly string[]
}

/**
 * Starts a prepared service once for the probes that look at a running one, one after the other; then the others start
 * their own, as many side by side as the service takes. The caller removes the service.
 */
export async function runProbes(
  probes: readonly Probe[],
  prepared: PreparedService,
  plan: Plan,
  onBegin: (probe: ProbeInfo) => void = () => {},
): Promise<LoggedReport[]> {
  const reports = new Map<string, Promise<LoggedReport>>()
  const reportOn = async (probe: Probe, { look, log }: Looking): Promise<LoggedReport> => {
    const earlier = await Promise.all((probe.after ?? []).flatMap((id) => reports.get(id) ?? []))
    const blocked = blockedBy(probe, earlier)
    if (!blocked) onBegin(probe)
    const report = await timeProbe(probe, async () => blocked ?? look())
    return { ...report, log: blocked ? [] : log() }
  }
  const run = (probe: Probe, looking: Looking) => {
    const report = reportOn(probe, looking)
    reports.set(probe.id, report)
    return report
  }
  const ofRunning = probes.filter((probe) => probe.looksAt === 'running')
  const running = ofRunning.length > 0 ? await prepared.start() : undefined
  try {
    if (running) {
      const log = () => running.log()
      for (const probe of ofRunning) await run(probe, { look: () => probe.run(running, plan), log })
    }
  } finally {
    await running?.stop()
  }
  const tasks = probes.flatMap((probe) => {
    if (probe.looksAt === 'running') return []
    const { starts, recorded } = recordStarts(prepared)
    const log = () => (starts.length === 1 ? (starts[0]?.log() ?? []) : [])
    return [() => run(probe, { look: () => probe.run(recorded, plan), log })]
  })
  await runInTurns(tasks, prepared.atOnce)
  return Promise.all(probes.flatMap(({ id }) => reports.get(id) ?? []))
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

/** What has nothing to look at, since an earlier probe failed, is unseen and not failed: the cause is told once. */
export function blockedBy(
  { after = [] }: ProbeInfo,
  reports: readonly ProbeReport[],
): ProbeResult | undefined {
  const missing = reports.find(({ ok, probe }) => !ok && after.includes(probe.id))
  return missing && unseen(`not looked at, since ${missing.probe.id} did not pass`, 'earlier')
}

/** What one probe says, and how long it took. */
export async function timeProbe(
  probe: ProbeInfo,
  run: () => Promise<ProbeResult>,
): Promise<ProbeReport> {
  const begin = performance.now()
  return { ...(await run()), probe, seconds: (performance.now() - begin) / 1000 }
}
