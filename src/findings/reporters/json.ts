import { pathOf } from '../../artifacts/change.ts'
import type { Outcome } from '../../outcome.ts'
import { probesJson } from './probes-json.ts'

/** The one object that every `--json` prints; absent parts are left out. */
export function reportJson(outcome: Outcome): string {
  const { ok, findings, changes, plans, differences, detected, topic, topics, document } = outcome
  const { verified } = outcome
  const value = {
    ok,
    findings: findings.map(({ where, ...finding }) => ({ ...finding, ...where })),
    changes: changes?.map((change) => ({
      path: pathOf(change),
      kind: change.kind,
      reason: 'reason' in change ? change.reason : undefined,
    })),
    plan: plans,
    differences,
    ...(verified ? probesJson(verified) : {}),
    detected,
    topic,
    topics,
    document,
  }
  return `${JSON.stringify(value, null, 2)}\n`
}
