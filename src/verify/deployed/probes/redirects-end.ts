import { judge } from '../../probe.ts'
import { quote } from '../../quote.ts'
import type { DeployedProbe } from '../deployed-probe.ts'
import { explainGatewayError } from '../gateway-errors.ts'
import { describeRedirects, followRedirects } from '../redirects.ts'
import { certificateIsTrusted } from './certificate-is-trusted.ts'

export const redirectsEnd = {
  id: 'redirects-end',
  after: [certificateIsTrusted.id],
  why: 'An app that does not know it is reached over https redirects to https for ever, or back to http, while its health path is well.',
  fix: 'Let the app believe X-Forwarded-Proto, which the generated bootstrap hands on; at Cloudflare set the TLS mode to Full (strict).',
  async run(service) {
    const redirects = await followRedirects(service, service.url)
    const { asked, last, fault, leadsTo } = redirects
    const chain = describeRedirects(redirects)
    const plain = [...asked, ...(leadsTo ? [leadsTo] : [])].find(
      ({ protocol }) => protocol === 'http:',
    )
    const reason = explainGatewayError(last)
    const isGone = last.status === 0 || (last.status >= 502 && reason !== undefined)
    return judge(
      leadsTo ? `${chain}; ${quote(leadsTo.host)} is another host and was not asked` : chain,
      [
        ...(fault === undefined ? [] : [`${service.url.href} ${fault}`]),
        ...(plain ? [`${service.url.href} leads back to plain http: ${quote(plain.href)}`] : []),
        ...(isGone ? [`${chain}. ${reason ?? ''}`.trim()] : []),
      ],
    )
  },
} as const satisfies DeployedProbe
