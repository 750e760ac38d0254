import type { CorsPolicy, Plan } from '../../plan/plan.ts'
import { corsHeaderNames, judgeCors, judgePreflight, variesByOrigin } from '../cors-answer.ts'
import { type CorsCase, corsCases } from '../cors-cases.ts'
import { judge, type Probe, type RunningService } from '../probe.ts'
import { runInTurns } from '../wait.ts'

/** No app has it, so that what answers is whatever answers a 404. */
const nowhere = '/hoptix-deploy-no-such-path'

export const answersCorsExactly = {
  id: 'answers-cors-exactly',
  looksAt: 'running',
  why: 'An origin too many reads private answers; an origin too few is a broken page.',
  fix: 'Declare `cors` in hoptix.yaml and keep it the outermost layer of hoptix_server.py.',
  async run(running, plan) {
    const policy = plan.cors.value
    if (policy === 'app') return judgeUndeclared(running, plan)
    const cases = corsCases(policy)
    const tasks = cases.map((known) => () => tryOrigin(known, running, plan, policy))
    const hits = [...(await runInTurns(tasks, 2)).flat(), ...(await tryWithout(running, plan))]
    const granted = cases.filter((known) => known.granted).length
    return judge(
      `${granted} origins granted, ${cases.length - granted} denied, on every path`,
      hits,
    )
  },
} as const satisfies Probe

async function tryOrigin(
  { name, origin, granted }: CorsCase,
  running: RunningService,
  plan: Plan,
  policy: CorsPolicy,
): Promise<string[]> {
  const headers = { Origin: origin }
  const preflight = { ...headers, 'Access-Control-Request-Method': policy.methods[0] ?? 'GET' }
  const hits: string[] = []
  for (const path of [plan['health.path'].value, nowhere]) {
    const answer = await running.request({ path, headers })
    const asked = await running.request({ path, method: 'OPTIONS', headers: preflight })
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
async function tryWithout(running: RunningService, plan: Plan): Promise<string[]> {
  const answer = await running.request({ path: plan['health.path'].value })
  const names = corsHeaderNames(answer)
  return [
    ...names.map((name) => `no Origin: ${name} is sent`),
    ...(variesByOrigin(answer) ? [] : ['no Origin: Vary does not name Origin']),
  ]
}

/** Where the app keeps its own rules, nothing of ours may stand beside them. */
async function judgeUndeclared(running: RunningService, plan: Plan) {
  const path = plan['health.path'].value
  // Behind an app's own health path its own CORS headers are right.
  if (plan['health.answeredBy'].value === 'app') return judge("the app's own, untouched", [])
  const answer = await running.request({ path, headers: { Origin: 'https://not-listed.example' } })
  const added = [...corsHeaderNames(answer), ...(variesByOrigin(answer) ? ['vary: origin'] : [])]
  return judge(
    "the app's own: nothing is added",
    added.map((name) => `GET ${path}: ${name} is added though cors is not declared`),
  )
}
