import { stripVTControlCharacters } from 'node:util'
import { withoutHalt } from './exception.ts'
import type { Unseen } from './probe.ts'
import type { ProbeReport } from './run-probes.ts'

/**
 * `elsewhere` is what this runtime never shows and the other one does; `skipped` has its reason in another probe; of
 * what is `unpromised` there is nothing to prove.
 */
export type Verdict = 'proven' | 'failed' | 'unseen' | 'elsewhere' | 'skipped' | 'unpromised'

/** Of all probes together. */
export type Judgement = Extract<Verdict, 'proven' | 'failed' | 'unseen'>

/** One probe as it is told: texts only, and no secret in them. */
export interface ProbeLine {
  readonly id: string
  readonly verdict: Verdict
  readonly observed: string
  /** One sentence for each thing that is not as it must be. */
  readonly hits: readonly string[]
  readonly seconds: number
  /** What the service wrote last while the probe looked; only where it failed. */
  readonly log: readonly string[]
}

/** What the probes saw of one set-up. */
export interface SetUpReport {
  /** Where it was started, such as `process`, or the URL that was asked. */
  readonly runtime: string
  /** What differs from the platform and is worth knowing. */
  readonly notes: readonly string[]
  readonly probes: readonly ProbeLine[]
  /** Why there is nothing to probe; its log then stands below. */
  readonly failure?: { readonly reason: string; readonly log: readonly string[] }
}

/** What the probes saw of one service, and of the set-up that stood there before ours. */
export interface ServiceReport extends SetUpReport {
  readonly service: string
  readonly before?: SetUpReport & { readonly source: string }
}

/** How many lines of a log are worth a person's time: the last say how it ended. */
const mostLines = 12

/** The end of a log, without the colours and other orders to a terminal that programs write into it. */
export function tailOf(lines: readonly string[]): readonly string[] {
  return withoutHalt(lines)
    .map((line) => stripVTControlCharacters(line).replace(/\p{Cc}+/gu, ' '))
    .filter((line) => line.trim() !== '')
    .slice(-mostLines)
}

export function lineOf(
  report: ProbeReport,
  log: readonly string[],
  mask: (text: string) => string,
): ProbeLine {
  const verdict = verdictOf(report)
  return {
    id: report.probe.id,
    verdict,
    observed: mask(report.observed),
    hits: report.ok ? [] : report.hits.map(mask),
    seconds: report.seconds,
    log: verdict === 'failed' ? tailOf(log).map(mask) : [],
  }
}

const unseenAs: Record<Unseen, Verdict> = {
  machine: 'unseen',
  runtime: 'elsewhere',
  earlier: 'skipped',
  app: 'unpromised',
}

function verdictOf(report: ProbeReport): Verdict {
  if (report.ok) return 'proven'
  return report.unseen ? unseenAs[report.unseen] : 'failed'
}

/** Shorter values are words, numbers and switches: to hide these would hide the log. */
const shortestSecret = 6

/** Takes the values of an environment out of a text: a log may repeat them, and is copied into tickets. */
export function masker(env: Readonly<Record<string, string>>): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([, value]) => value.length >= shortestSecret)
    .sort(([, a], [, b]) => b.length - a.length)
  return (text) =>
    secrets.reduce((masked, [name, value]) => masked.replaceAll(value, `<${name}>`), text)
}

/** Of a set-up as a whole. */
export function judgeSetUp({ probes, failure }: SetUpReport): Judgement {
  if (failure || probes.some(({ verdict }) => verdict === 'failed')) return 'failed'
  const due = probes.filter(({ verdict }) => verdict !== 'elsewhere' && verdict !== 'unpromised')
  const isSeen = due.length > 0 && due.every(({ verdict }) => verdict === 'proven')
  return isSeen ? 'proven' : 'unseen'
}
