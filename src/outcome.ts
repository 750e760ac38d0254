import type { Change } from './artifacts/change.ts'
import type { Finding } from './findings/finding.ts'
import type { Plan } from './plan/plan.ts'
import type { LiveDifference } from './targets/porter/live.ts'
import type { ServiceReport } from './verify/report.ts'

/** What a command found and did: a value, which a reporter turns into text, JSON or annotations. */
export interface Outcome {
  /** Decides the exit code: 0 or 1. */
  readonly ok: boolean
  /** Where neither 0 nor 1 would be true: a machine that could not run it, a person who stopped it. */
  readonly exitCode?: number
  readonly findings: readonly Finding[]
  readonly changes?: readonly Change[]
  /** True when the changes were carried out, false when they are only what would happen; absent for a mere look. */
  readonly applied?: boolean
  /** Unified diffs that were asked for, or that show what stands in the way. */
  readonly diffs?: readonly { path: string; text: string }[]
  readonly plans?: readonly Plan[]
  /** Values that are not the same in the repository and in the cluster. */
  readonly differences?: readonly LiveDifference[]
  /** What probes saw, service by service. */
  readonly verified?: readonly ServiceReport[]
  readonly topic?: Topic
  readonly topics?: readonly TopicLine[]
  /** Text that is the whole output, such as one rendered file. */
  readonly document?: string
  /** The last line: what it all came to. */
  readonly summary?: string
  /** Commands or steps that come next. */
  readonly next?: readonly string[]
  /** What init read off the repository. */
  readonly detected?: unknown
}

/** How an outcome is printed: for a person, as one JSON document, as annotations on GitHub, for code scanning. */
export type Format = 'text' | 'json' | 'github' | 'sarif'

/** One entry of `explain`. */
export interface Topic {
  readonly id: string
  readonly kind: 'promise' | 'setting' | 'rule' | 'probe' | 'note'
  /** Name and text, one paragraph each. */
  readonly paragraphs: readonly { readonly label: string; readonly text: string }[]
}

export interface TopicLine {
  readonly group: string
  readonly id: string
  readonly text: string
}
