import type { CorsPolicy } from '../../../plan/plan.ts'
import { corsCases } from '../../cors-cases.ts'
import {
  type CorsTrial,
  judgeCorsAnswers,
  answersCorsExactly as ofRunning,
} from '../../probes/answers-cors-exactly.ts'
import type { DeployedProbe } from '../deployed-probe.ts'
import { answersHealth } from './answers-health.ts'

export const answersCorsExactly = {
  id: ofRunning.id,
  after: [answersHealth.id],
  why: ofRunning.why,
  fix: `${ofRunning.fix} Nothing in front of the service may add CORS headers of its own.`,
  run: (service, plan) => judgeCorsAnswers(service, plan, chooseTrials),
} as const satisfies DeployedProbe

/**
 * Every listed origin, and each kind of near miss once: what runs there is somebody's, and the many cases are tried
 * before it is deployed. The second path is left to one granted and one denied origin.
 */
function chooseTrials(
  policy: CorsPolicy,
  [health, nowhere]: readonly [string, string],
): CorsTrial[] {
  const cases = corsCases(policy)
  const kinds = new Set<string>()
  const chosen = cases.filter(
    ({ name, granted }) => granted || (!kinds.has(name) && kinds.add(name)),
  )
  const deep = [chosen.find(({ granted }) => granted), chosen.find(({ granted }) => !granted)]
  return chosen.map((known) => ({
    ...known,
    paths: deep.includes(known) ? [health, nowhere] : [health],
  }))
}
