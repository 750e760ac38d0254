import { judge } from '../../probe.ts'
import { quote } from '../../quote.ts'
import type { DeployedProbe } from '../deployed-probe.ts'
import { describeRedirects, followRedirects } from '../redirects.ts'
import { acceptsConnections } from './accepts-connections.ts'

export const plainHttpIsNotServed = {
  id: 'plain-http-is-not-served',
  after: [acceptsConnections.id],
  why: 'What is answered without TLS can be read and changed by everyone on the way.',
  fix: 'Remove `disableTLS` from `porter.extra`, and let whatever stands in front redirect http to https.',
  async run(service, plan) {
    const start = new URL(plan['health.path'].value, service.plainUrl)
    const { asked, last, leadsTo, fault } = await followRedirects(service, start)
    const chain = describeRedirects({ asked, last, leadsTo, fault })
    const next = asked[1] ?? leadsTo
    if (next) {
      const isHttps = next.protocol === 'https:'
      return judge(
        chain,
        isHttps ? [] : [`${quote(start.href)} leads to ${quote(next.href)}, not to https`],
      )
    }
    if (last.status === 0) return judge(`refused: ${start.href} (${quote(last.body)})`, [])
    const isRefusal = last.status >= 400 && last.status < 500
    if (isRefusal) return judge(`refused: ${chain}`, [])
    return judge(chain, [
      `${quote(start.href)} is answered with status ${last.status} over plain http`,
    ])
  },
} as const satisfies DeployedProbe
