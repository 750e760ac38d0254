import type { CorsPolicy, Plan } from '../../plan/plan.ts'
import { corsHeaderNames, judgeCors, judgePreflight, variesByOrigin } from '../cors-answer.ts'
import { type CorsCase, corsCases } from '../cors-cases.ts'
import { describeAnswer } from '../health.ts'
import { type Answering, judge, type Probe, type ProbeResult, unseen } from '../probe.ts'
import { runInTurns } from '../wait.ts'
import { answersAtAll } from './answers-at-all.ts'

/** No app has it, so that what answers is whatever answers a 404. */
export const nowhere = '/hoptix-deploy-no-such-path'

export const answersCorsExactly = {
  id: 'answers-cors-exactly',
  looksAt: 'running',
  after: [answersAtAll.id],
  why: 'An origin too many reads private answers; an origin too few is a broken page.',
  fix: 'Declare `cors` in hoptix.yaml and keep it the outermost layer of hoptix_server.py.',
  run: (running, plan) =>
    judgeCorsAnswers(running, plan, (policy, paths) =>
      corsCases(policy).map((known) => ({ ...known, paths })),
    ),
} as const satisfies Probe

/** An origin, and the paths where it is tried. */
export interface CorsTrial extends CorsCase {
  readonly paths: readonly string[]
}

/** `choose` is given the two paths that tell what answers: the health path, and one that no app has. */
export async function judgeCorsAnswers(
  service: Answering,
  plan: Plan,
  choose: (policy: CorsPolicy, paths: readonly [string, string]) => readonly CorsTrial[],
): Promise<ProbeResult> {
  const policy = plan.cors.value
  if (policy === 'app') return judgeUndeclared(service, plan)
  const trials = choose(policy, [plan['health.path'].value, nowhere])
  const tasks = trials.map((trial) => () => tryOrigin(trial, service, policy))
  const hits = [...(await runInTurns(tasks, 2)).flat(), ...(await tryWithout(service, plan))]
  const granted = trials.filter((trial) => trial.granted).length
  return judge(`${granted} origins granted, ${trials.length - granted} denied, on every path`, hits)
}

async function tryOrigin(
  { name, origin, granted, paths }: CorsTrial,
  service: Answering,
  policy: CorsPolicy,
): Promise<string[]> {
  const headers = { Origin: origin }
  const preflight = { ...headers, 'Access-Control-Request-Method': policy.methods[0] ?? 'GET' }
  const hits: string[] = []
  for (const path of paths) {
    const answer = await service.request({ path, headers })
    const asked = await service.request({ path, method: 'OPTIONS', headers: preflight })
    hits.push(
      ...judgeCors(answer, origin, granted, policy).map((hit) => `GET ${path}: ${hit}`),
      ...[
        ...judgeCors(asked, origin, granted, policy),
        ...judgePreflight(asked, granted, policy),
      ].map((hit) => `preflight of ${path}: ${hit}`),
    )
  }
  return hits.map((hit) => `${origin} (${name}): ${hit}`)
}

/** A cache must not hand the answer without an origin to one that asks with its own. */
async function tryWithout(service: Answering, plan: Plan): Promise<string[]> {
  const answer = await service.request({ path: plan['health.path'].value })
  const names = corsHeaderNames(answer)
  return [
    ...names.map((name) => `no Origin: ${name} is sent`),
    ...(variesByOrigin(answer) ? [] : ['no Origin: Vary does not name Origin']),
  ]
}

/** Where the app keeps its own rules, nothing of ours may stand beside them. */
async function judgeUndeclared(service: Answering, plan: Plan) {
  const path = plan['health.path'].value
  // Behind an app's own health path its own CORS headers are right.
  if (plan['health.answeredBy'].value === 'app')
    return unseen('cors is not declared, and whatever the app answers is its own', 'app')
  const answer = await service.request({ path, headers: { Origin: 'https://not-listed.example' } })
  const added = [...corsHeaderNames(answer), ...(variesByOrigin(answer) ? ['vary: origin'] : [])]
  return judge("the app's own: nothing is added", [
    ...(answer.status === 0 ? [`GET ${path} gives ${describeAnswer(answer)}`] : []),
    ...added.map((name) => `GET ${path}: ${name} is added though cors is not declared`),
  ])
}
