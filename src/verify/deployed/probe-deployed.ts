import type { Plan } from '../../plan/plan.ts'
import { blockedBy, type ProbeReport, timeProbe } from '../run-probes.ts'
import { type DeployedOptions, openDeployed } from './open.ts'
import { deployedProbes } from './probes/index.ts'

export interface ProbeDeployedOptions extends DeployedOptions {
  readonly onReport?: (report: ProbeReport) => void
}

/** Looks at a deployed service from outside, one probe after the other. Rejects when the signal says so. */
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
