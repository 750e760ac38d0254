import type { Answer } from '../../io/network.ts'
import { headerValues } from '../cors-answer.ts'
import { quote } from '../quote.ts'

const overridden =
  'See whether the live app has a start command of its own (`porter app yaml APP > live.yaml`, then `hoptix-deploy plan --live live.yaml`), and what its log says (`porter app logs APP`).'

const unreached =
  'Cloudflare does not reach the ingress. Let the record at Cloudflare lead to the address that Porter shows for the domain.'

const noCertificate =
  'Cloudflare reaches the ingress, but not over TLS that it accepts: the ingress has no certificate for the domain yet. Attach the domain to the app, and wait until Porter has its certificate.'

/** What whoever stands in front says with a status: the service itself did not answer then. */
const meanings: Readonly<Record<number, string>> = {
  502: `The ingress found no server behind it: it listens on 127.0.0.1 or on another port than porter.yaml names, a start command in the dashboard starts something else, or it dies as it starts. ${overridden}`,
  503: `No instance is ready: none runs, they still start, or they fail their health check. ${overridden}`,
  504: `An instance took the connection and did not answer in time: all of its threads are held by slow requests, or its start command leads to something that never answers. ${overridden}`,
  520: `The ingress cut Cloudflare's connection off, which is its 502. ${overridden}`,
  521: unreached,
  522: unreached,
  523: unreached,
  524: `The service did not answer within the time that Cloudflare waits. ${overridden}`,
  525: noCertificate,
  526: noCertificate,
}

/** The likely cause of an error that a proxy answers in the place of the service; undefined for any other answer. */
export function explainGatewayError(answer: Answer): string | undefined {
  if (answer.status === 404 && isWrittenByProxy(answer))
    return 'The ingress has no service for this host. Is the domain attached to the app, and is the app deployed?'
  if (headerValues(answer, 'cf-mitigated').length > 0)
    return 'Cloudflare lets only browsers through. Exempt the health path, and whoever calls the service by program, from its challenge.'
  return meanings[answer.status]
}

/** nginx signs its own pages; `default backend` is the answer of ingress-nginx for hosts it does not know. */
function isWrittenByProxy({ body }: Answer): boolean {
  return /<center>nginx[^<]*<\/center>|^default backend/.test(body)
}

/** Where an answer claims to come from. */
export function nameSender(answer: Answer): string {
  const [server] = headerValues(answer, 'server')
  return server ? ` from ${quote(server)}` : ''
}
