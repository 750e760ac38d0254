import type { Answer } from '../../../io/network.ts'
import { headerValues } from '../../cors-answer.ts'
import { askHealth } from '../../health.ts'
import { judge } from '../../probe.ts'
import { quote } from '../../quote.ts'
import type { DeployedProbe } from '../deployed-probe.ts'
import { explainGatewayError, nameSender } from '../gateway-errors.ts'
import { certificateIsTrusted } from './certificate-is-trusted.ts'

export const answersHealth = {
  id: 'answers-health',
  after: [certificateIsTrusted.id],
  why: 'The health path is answered by the generated bootstrap, before the app: another answer is from another server.',
  fix: 'Deploy with `porter apply -f FILE`, and see that nothing in front of the service answers in its place.',
  async run(service, plan) {
    const { answer, hits } = await askHealth(service, plan)
    const reason = explain(answer)
    const observed = `status ${answer.status}${nameSender(answer)}: ${quote(answer.body)}`
    return judge(
      observed,
      hits.map((hit) => (reason ? `${hit}. ${reason}` : hit)),
    )
  },
} as const satisfies DeployedProbe

function explain(answer: Answer): string | undefined {
  const [location] = headerValues(answer, 'location')
  if (answer.status >= 300 && answer.status < 400)
    return `It leads to ${quote(location ?? 'nowhere')}: what redirects must leave the health path alone.`
  if (answer.status === 0)
    return 'The connection stands, and no answer comes: the ingress waits for a server that accepts and never answers.'
  return explainGatewayError(answer)
}
