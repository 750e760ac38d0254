import type { Plan } from '../../plan/plan.ts'
import { type ProbeResult, unseen } from '../probe.ts'
import { type ProbeReport, timeProbe } from '../run-probes.ts'
import type { DeployedProbe } from './deployed-probe.ts'
import { type DeployedOptions, openDeployed } from './open.ts'
import { deployedProbes } from './probes/index.ts'

export interface ProbeDeployedOptions extends DeployedOptions {
  readonly onReport?: (report: ProbeReport) => void
}

/**
 * Looks at a deployed service from outside, one probe after the other. What has nothing to look at, since an earlier
 * probe failed, is unseen and not failed: the cause is told once. Rejects when the signal says so.
 */
export async function probeDeployed(
  url: URL,
  plan: Plan,
  { onReport = () => {}, ...options }: ProbeDeployedOptions = {},
): Promise<ProbeReport[]> {
  const service = openDeployed(url, options)
  const reports: ProbeReport[] = []
  for (const probe of deployedProbes) {
    const run = () => blockedBy(probe, reports) ?? probe.run(service, plan)
    const report = await timeProbe(probe, async () => run())
    // What was cut off says nothing of the service.
    options.signal?.throwIfAborted()
    reports.push(report)
    onReport(report)
  }
  return reports
}

function blockedBy(
  { after }: DeployedProbe,
  reports: readonly ProbeReport[],
): ProbeResult | undefined {
  const missing = reports.find(({ ok, probe }) => !ok && after.includes(probe.id))
  return missing && unseen(`not looked at, since ${missing.probe.id} did not pass`, 'earlier')
}
