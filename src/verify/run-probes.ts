import type { Plan } from '../plan/plan.ts'
import {
  type PreparedService,
  type Probe,
  type ProbeInfo,
  type ProbeResult,
  unseen,
} from './probe.ts'

export type ProbeReport = ProbeResult & {
  readonly probe: ProbeInfo
  readonly seconds: number
}

/**
 * Starts a prepared service once for the probes that look at a running one; then the others start their own, since
 * without a network for each only one at a time has the port. The caller removes the service.
 */
export async function runProbes(
  probes: readonly Probe[],
  prepared: PreparedService,
  plan: Plan,
  onReport: (report: ProbeReport) => void = () => {},
): Promise<ProbeReport[]> {
  const reports: ProbeReport[] = []
  const time = async (probe: Probe, run: () => Promise<ProbeResult>) => {
    const report = await timeProbe(probe, async () => blockedBy(probe, reports) ?? run())
    reports.push(report)
    onReport(report)
  }
  const ofRunning = probes.filter((probe) => probe.looksAt === 'running')
  const running = ofRunning.length > 0 ? await prepared.start() : undefined
  try {
    if (running) for (const probe of ofRunning) await time(probe, () => probe.run(running, plan))
  } finally {
    await running?.stop()
  }
  for (const probe of probes)
    if (probe.looksAt === 'starts') await time(probe, () => probe.run(prepared, plan))
  return reports
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
