import type { Answer } from '../io/network.ts'
import type { Plan } from '../plan/plan.ts'
import type { Answering } from './probe.ts'
import { quote } from './quote.ts'

/**
 * One request to the health path, and what is wrong with its answer. It may take as long as the platform gives a service
 * to start: one that has just begun to listen still imports the app, on a small share of a busy machine.
 */
export async function askHealth(
  service: Answering,
  plan: Plan,
  timeoutSeconds = plan['health.startupSeconds'].value,
): Promise<{ answer: Answer; hits: string[] }> {
  const path = plan['health.path'].value
  const answer = await service.request({ path, timeoutSeconds })
  const where = `GET ${path} at ${service.address}:${service.port}`
  if (answer.status !== 200) return { answer, hits: [`${where} gives ${describeAnswer(answer)}`] }
  const expected = expectedBody(plan)
  const isExact = expected === undefined || answer.body === expected
  return { answer, hits: isExact ? [] : [`${where} gives ${quote(answer.body)}, not ${expected}`] }
}

/** Undefined where the app answers: its body is its own affair. */
function expectedBody(plan: Plan): string | undefined {
  if (plan['health.answeredBy'].value === 'app') return undefined
  return `{"status": "healthy", "service": ${JSON.stringify(plan.name.value)}}`
}

export function describeAnswer({ status, body }: Answer): string {
  return status === 0 ? `no answer (${body})` : `status ${status}`
}
