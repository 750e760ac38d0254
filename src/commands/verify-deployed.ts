import type { ServiceFiles } from '../artifacts/render.ts'
import { probeDeployed } from '../verify/deployed/probe-deployed.ts'
import { chooseDeployed } from '../verify/deployed/target.ts'
import { lineOf } from '../verify/report.ts'
import { finding } from './verify-findings.ts'
import type { Attempt, Given } from './verify-service.ts'

/** Asks a deployed service from outside: nothing is started, and nothing here is looked at but the description. */
export async function verifyDeployed(
  services: readonly ServiceFiles[],
  text: string,
  { context, onStep, signal }: Given,
): Promise<Attempt | { readonly refused: Attempt['findings'] }> {
  const target = chooseDeployed(
    services.map(({ plan }) => plan),
    text,
  )
  if (!target.ok)
    return { refused: [finding('url-not-usable', target.message, { file: context.specFile })] }
  const { url, plan } = target
  onStep(`asks ${url.origin}`)
  const reports = await probeDeployed(url, plan, {
    signal,
    onReport: ({ probe }) => onStep(`probed ${probe.id}`),
  })
  const probes = reports.map((report) => lineOf(report, [], (shown) => shown))
  const service = plan.name.value
  return {
    plan,
    isDeployed: true,
    findings: [],
    report: { service, runtime: url.origin, notes: [], probes },
  }
}
