import { underRoot } from '../artifacts/kinds/kind.ts'
import type { Finding } from '../findings/finding.ts'
import type { Outcome } from '../outcome.ts'
import { type Plan, servesWeb } from '../plan/plan.ts'
import { findProbe } from '../verify/find-probe.ts'
import { type Judgement, judgeSetUp, type ServiceReport, type Verdict } from '../verify/report.ts'
import { finding } from './verify-findings.ts'
import type { Attempt } from './verify-service.ts'

/** What sysexits calls a temporary failure: the same command may prove it elsewhere, or later. */
const couldNotRun = 75

/** Of all services together: proven is what was seen and held, and nothing else. */
export function outcomeOf(
  attempts: readonly Attempt[],
  warnings: readonly Finding[],
  specFile: string,
): Outcome {
  const web = attempts.filter(({ plan }) => servesWeb(plan))
  const verdicts = attempts.flatMap((attempt) => judgeAttempt(attempt) ?? [])
  const isEmpty = web.length === 0 && verdicts.length === 0
  const findings = [
    ...warnings,
    ...attempts.flatMap((attempt) => findingsOf(attempt, specFile)),
    ...(isEmpty
      ? [finding('nothing-to-verify', 'No service here has an `app`.', { file: specFile })]
      : []),
  ]
  const verdict = isEmpty ? 'failed' : worst(verdicts)
  const reports = attempts.flatMap(({ report }) => report ?? [])
  return {
    ok: verdict === 'proven',
    findings,
    verified: reports,
    ...(verdict === 'unseen' ? { exitCode: couldNotRun } : {}),
    summary: summarize(verdict, reports),
  }
}

/** Undefined for a service without a server that did install: it neither proves nor disproves. */
function judgeAttempt({ plan, findings, lacks, report }: Attempt): Judgement | undefined {
  if (findings.length > 0) return 'failed'
  if (lacks || !report) return 'unseen'
  return servesWeb(plan) || report.failure ? judgeSetUp(report) : undefined
}

function worst(verdicts: readonly Judgement[]): Judgement {
  return (['failed', 'unseen'] as const).find((each) => verdicts.includes(each)) ?? 'proven'
}

function findingsOf(
  { plan, findings, report, lacks, isDeployed }: Attempt,
  specFile: string,
): Finding[] {
  const where = { file: isDeployed ? specFile : underRoot(plan, 'Dockerfile') }
  const name = plan.name.value
  return [
    ...findings,
    ...(lacks
      ? [finding('machine-cannot-verify', sentence(lacks.reason), { file: specFile })]
      : []),
    ...(report?.failure
      ? [finding('service-cannot-be-built', `${name}: ${sentence(report.failure.reason)}`, where)]
      : []),
    ...(report && !report.failure && !servesWeb(plan) ? [tellProcesses(plan)] : []),
    ...(report ? probeFindings(report, where) : []),
  ]
}

function probeFindings({ probes }: ServiceReport, where: Finding['where']): Finding[] {
  return probes.flatMap(({ id, verdict, hits, observed }): Finding[] => {
    if (verdict === 'proven' || verdict === 'skipped' || verdict === 'unpromised') return []
    if (verdict === 'elsewhere')
      return [finding('probe-needs-container', `${id}: ${observed}.`, where)]
    if (verdict === 'unseen') return [finding('probe-not-seen', `${id}: ${observed}.`, where)]
    const fix = findProbe(id)?.fix ?? ''
    return [{ rule: id, severity: 'error', message: hits.map(sentence).join(' '), fix, where }]
  })
}

function tellProcesses(plan: Plan): Finding {
  const names = plan.processes.value.map(({ name }) => name).join(', ')
  const message = `${plan.name.value} has no app, only processes (${names}). It installs; its processes were not started.`
  return finding('service-not-probed', message, { file: underRoot(plan, 'Dockerfile') })
}

/** A first word that is a name, an address or code stays as it is written. */
function sentence(text: string): string {
  const begun = text.replace(
    /^[a-z]+(?=[ ,]|$)/,
    (word) => word.slice(0, 1).toUpperCase() + word.slice(1),
  )
  return /[.!?:]$/.test(begun) ? begun : `${begun}.`
}

function summarize(verdict: Judgement, reports: readonly ServiceReport[]): string {
  const lines = reports.flatMap(({ probes }) => probes)
  const count = (wanted: Verdict) => lines.filter((line) => line.verdict === wanted).length
  const of = `of ${lines.length - count('unpromised')} probes`
  if (lines.length === 0 && verdict !== 'unseen') return 'Not proven: nothing was probed.'
  const elsewhere = new Set(
    lines.filter((line) => line.verdict === 'elsewhere').map(({ id }) => id),
  )
  const left = elsewhere.size > 0 ? ` Only a container shows ${[...elsewhere].join(', ')}.` : ''
  const ends = {
    proven: `Proven: ${count('proven')} ${of}.${left}`,
    failed: `Failed: ${count('failed')} ${of}.`,
    unseen: `Not proven: this machine could not show ${lines.length > 0 ? `${count('unseen')} ${of}` : 'it'}.`,
  }
  return ends[verdict]
}
