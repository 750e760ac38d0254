import { claimChecks } from './artifacts/claims.ts'
import { type TemplateCheckId, templateChecks } from './artifacts/own/checks.ts'
import { type DriftId, driftChecks } from './audit/drift.ts'
import { inputChecks } from './audit/inputs.ts'
import { type RepoRuleId, repoRules } from './audit/rules/index.ts'
import { detectChecks } from './detect/checks.ts'
import { type PromiseId, type PromiseInfo, promises, type testProofIds } from './promises.ts'
import { type RuleInfo, type SpecCheckId, specChecks } from './spec/checks.ts'
import { servicesChecks } from './spec/repeated-names.ts'
import { type SpecRuleId, specRules } from './spec/rules/index.ts'
import { liveChecks } from './targets/porter/live.ts'
import { verifyChecks } from './verify/checks.ts'
import type { probes } from './verify/probes/index.ts'

/** Everything that a finding can be called, except the answers of single commands. */
export type RuleId =
  | SpecCheckId
  | SpecRuleId
  | keyof typeof servicesChecks
  | keyof typeof claimChecks
  | keyof typeof inputChecks
  | TemplateCheckId
  | RepoRuleId
  | DriftId
  | keyof typeof liveChecks
  | keyof typeof detectChecks
  | keyof typeof verifyChecks

const tables: Readonly<Record<RuleId, RuleInfo>> = {
  ...specChecks,
  ...byId<SpecRuleId>(specRules),
  ...servicesChecks,
  ...claimChecks,
  ...inputChecks,
  ...templateChecks,
  ...byId<RepoRuleId>(repoRules),
  ...driftChecks,
  ...liveChecks,
  ...detectChecks,
  ...verifyChecks,
}

/** A probe of a running service, or a test of this repository. */
type ProofId = (typeof probes)[number]['id'] | (typeof testProofIds)[number]

// A promise that names a rule or a proof which does not exist does not compile.
promises satisfies Record<PromiseId, PromiseInfo<RuleId, ProofId>>

function byId<Id extends string>(
  rules: readonly (RuleInfo & { readonly id: Id })[],
): Readonly<Record<Id, RuleInfo>> {
  const entries = rules.map((rule): [string, RuleInfo] => [rule.id, rule])
  return Object.fromEntries(entries) as Record<Id, RuleInfo>
}

/** In the order in which they are judged: the description, its inputs, the files, what has drifted. */
export const ruleIds = Object.keys(tables) as readonly RuleId[]

/** What `explain` says of a rule; undefined for an id that no rule has. */
export function findRuleInfo(id: string): (RuleInfo & { readonly id: RuleId }) | undefined {
  if (!Object.hasOwn(tables, id)) return undefined
  const { severity, why, fix } = tables[id as RuleId]
  return { id: id as RuleId, severity, why, fix }
}
