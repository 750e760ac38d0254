import type { Answer } from '../../io/network.ts'
import { headerValues } from '../cors-answer.ts'
import { quote } from '../quote.ts'
import type { DeployedService } from './deployed-probe.ts'

const longest = 10
const statuses = [301, 302, 303, 307, 308]

export interface Redirects {
  /** Every URL that was asked, in order. */
  readonly asked: readonly URL[]
  /** The last answer that came. */
  readonly last: Answer
  /** What kept the chain from an end; undefined where it has one. */
  readonly fault: string | undefined
  /** A place outside the service: it is named, and not asked. */
  readonly leadsTo: URL | undefined
}

/** Follows redirects as a browser would, cookies included, so that a loop here is a loop there. */
export async function followRedirects(service: DeployedService, start: URL): Promise<Redirects> {
  const asked: URL[] = []
  const seen = new Set<string>()
  const jar = new Map<string, string>()
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  let url = start
  for (;;) {
    const sent = cookies()
    const last = await service.ask(url, sent ? { headers: { Cookie: sent } } : {})
    asked.push(url)
    seen.add(`${url.href} ${sent}`)
    keepCookies(last, jar)
    const end = (fault?: string, leadsTo?: URL) => ({ asked, last, fault, leadsTo })
    if (!statuses.includes(last.status)) return end()
    const next = nextUrl(last, url)
    if (typeof next === 'string') return end(next)
    if (!isSameSite(start.hostname, next.hostname)) return end(undefined, next)
    if (seen.has(`${next.href} ${cookies()}`))
      return end(`goes in a circle, back to ${quote(next.href)}`)
    if (asked.length > longest) return end(`has more than ${longest} redirects`)
    url = next
  }
}

/** Where an answer sends its reader, or what is wrong with that. */
function nextUrl(answer: Answer, from: URL): URL | string {
  const [location = ''] = headerValues(answer, 'location')
  if (location === '' || !URL.canParse(location, from.href))
    return `status ${answer.status} leads nowhere (Location: ${quote(location)})`
  const next = new URL(location, from)
  next.hash = ''
  const isWeb = next.protocol === 'https:' || next.protocol === 'http:'
  return isWeb ? next : `leads out of http, to ${quote(next.href)}`
}

/** A loop between example.com and www.example.com is the service's own; beyond that nobody asked us to look. */
function isSameSite(host: string, other: string): boolean {
  return host === other || host.endsWith(`.${other}`) || other.endsWith(`.${host}`)
}

function keepCookies(answer: Answer, jar: Map<string, string>): void {
  for (const cookie of headerValues(answer, 'set-cookie')) {
    const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(cookie) ?? []
    if (name !== undefined && value !== undefined) jar.set(name, value.trim())
  }
}

/** The chain in one line, for people to read. */
export function describeRedirects({ asked, last, leadsTo }: Redirects): string {
  const urls = [...asked, ...(leadsTo ? [leadsTo] : [])].map(({ href }) => quote(href))
  return `${urls.join(' -> ')} (${last.status === 0 ? `no answer: ${last.body}` : `status ${last.status}`})`
}
