import type { Plan } from '../../plan/plan.ts'
import { type Attack, attacks } from '../attacks.ts'
import { askHealth } from '../health.ts'
import { judgeListeners } from '../listeners.ts'
import { importSeconds } from '../patience.ts'
import { judge, type PreparedService, type Probe, type RunningService } from '../probe.ts'
import { readServerLog } from '../server-log.ts'
import { runInTurns, waitFor } from '../wait.ts'
import { answersAtAll } from './answers-at-all.ts'

export const survivesHostileEnvironment = {
  id: 'survives-hostile-environment',
  looksAt: 'starts',
  after: [answersAtAll.id],
  why: 'Variables of the platform, of an env group or of a forgotten dashboard reach the server too.',
  fix: 'Keep the generated CMD, which clears the variables that gunicorn obeys.',
  async run(prepared, plan) {
    const tasks = attacks.map((attack) => () => withstand(attack, prepared, plan))
    const hits = (await runInTurns(tasks, prepared.atOnce)).flat()
    return judge(`the same listener and 200 under ${attacks.length} attacks`, hits)
  },
} as const satisfies Probe

async function withstand(attack: Attack, prepared: PreparedService, plan: Plan): Promise<string[]> {
  const { name, env, files = {}, warnsOf, reload } = attack
  const running = await prepared.start({ env, files })
  try {
    const hits = await look(running, plan)
    if (warnsOf !== undefined && !warns(running, warnsOf))
      hits.push(`no warning in the log names ${warnsOf}`)
    if (reload && hits.length === 0) {
      hits.push(...(await reloadWorkers(running, plan)))
      hits.push(...(await look(running, plan)).map((hit) => `after SIGHUP ${hit}`))
    }
    return hits.map((hit) => `${name}: ${hit}`)
  } finally {
    await running.stop()
  }
}

async function look(running: RunningService, plan: Plan): Promise<string[]> {
  const exit = running.exited()
  if (exit)
    return [`the server ended with ${exit.signal ?? exit.code}: ${running.log().at(-1) ?? ''}`]
  return [...(judgeListeners(running) ?? []), ...(await askHealth(running, plan)).hits]
}

function warns(running: RunningService, variable: string): boolean {
  const entries = readServerLog(running.log())
  return entries.some(({ level, message }) => level === 'warning' && message.includes(variable))
}

/** The old workers go once they have imported the app, and the requests that they have are answered. */
async function reloadWorkers(running: RunningService, plan: Plan): Promise<string[]> {
  const mostSeconds = importSeconds(plan) + plan.gracefulTimeout.value
  const before = new Set(running.workers())
  running.signal('SIGHUP')
  const replaced = await waitFor(() => {
    const now = running.workers()
    const done = now.length >= before.size && !now.some((pid) => before.has(pid))
    return done || running.exited() ? true : undefined
  }, mostSeconds)
  return replaced ? [] : [`the workers were not replaced within ${mostSeconds} s of SIGHUP`]
}
