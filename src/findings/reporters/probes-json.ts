import type { ProbeLine, ServiceReport, SetUpReport } from '../../verify/report.ts'

/** Every probe of every service in one list; those of the set-up before, where there is one, in another. */
export function probesJson(reports: readonly ServiceReport[]) {
  const before = reports.flatMap((report) => {
    return report.before ? [{ service: report.service, ...report.before }] : []
  })
  return {
    services: reports.map(toService),
    probes: reports.flatMap((report) => toProbes(report, report.service)),
    ...(before.length > 0
      ? {
          before: {
            services: before.map((each) => ({ ...toService(each), source: each.source })),
            probes: before.flatMap((each) => toProbes(each, each.service)),
          },
        }
      : {}),
  }
}

function toService({ service, runtime, notes, failure }: SetUpReport & { service: string }) {
  return { service, runtime, notes, failure }
}

function toProbes({ probes }: SetUpReport, service: string) {
  return probes.map(({ id, verdict, observed, hits, seconds, log }: ProbeLine) => ({
    id,
    service,
    ok: verdict === 'proven',
    verdict,
    observed,
    hits: hits.length > 0 ? hits : undefined,
    log: log.length > 0 ? log : undefined,
    seconds: Math.round(seconds * 1000) / 1000,
  }))
}
