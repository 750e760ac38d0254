import { ask, connect, hasNetwork, shakeHands } from '../../io/https.ts'
import { version } from '../../program.ts'
import type { DeployedService } from './deployed-probe.ts'

export interface DeployedOptions {
  /** How long one answer is waited for. */
  readonly timeoutSeconds?: number
  /** How long an answer may take, by the median: the timeout of the platform's own probes. */
  readonly slowSeconds?: number
  /** Where plain http is asked; 80, or the URL's own port when it names one. */
  readonly plainPort?: number
  /** Ends the wait for whatever is under way. */
  readonly signal?: AbortSignal
}

/** Whoever reads the service's log sees who asked, and why. */
const userAgent = `hoptix-deploy/${version} (verify)`

export function openDeployed(url: URL, options: DeployedOptions = {}): DeployedService {
  const { timeoutSeconds = 10, slowSeconds = 5, plainPort, signal } = options
  const patience = { timeoutSeconds, signal }
  const plainUrl = new URL(url)
  plainUrl.protocol = 'http:'
  if (plainPort !== undefined) plainUrl.port = `${plainPort}`
  const named = (headers = {}) => ({ 'User-Agent': userAgent, ...headers })
  return {
    url,
    plainUrl,
    slowSeconds,
    address: url.hostname,
    port: Number(url.port) || 443,
    hasNetwork,
    connect: () => connect(url, patience),
    shakeHands: (manner) => shakeHands(url, manner, patience),
    request: (asked) => ask(url, { ...asked, headers: named(asked.headers) }, patience),
    ask: (to, asked = {}) => {
      const path = `${to.pathname}${to.search}`
      return ask(to, { ...asked, path, headers: named(asked.headers) }, patience)
    },
  }
}
