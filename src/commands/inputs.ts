import { findMissingInputs } from '../audit/inputs.ts'
import { findUncopied } from '../detect/dependencies.ts'
import type { Finding } from '../findings/finding.ts'
import type { Plan } from '../plan/plan.ts'
import type { Repo } from '../repo/repo.ts'

/** What the plans need of the repository and would not find in the build. */
export function findInputProblems(plans: readonly Plan[], repo: Repo): Finding[] {
  return plans.flatMap((plan) => [
    ...findMissingInputs(plan, repo),
    ...findUncopied(plan['dependencies.files'].value, plan.root.value, repo),
  ])
}
