import type { Connection, Handshake } from '../../io/https.ts'
import type { Answer, HttpRequest } from '../../io/network.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Answering, ProbeInfo, ProbeResult } from '../probe.ts'

/** Looks at a service that someone else runs, over the network and with harmless requests only. */
export interface DeployedProbe extends ProbeInfo {
  readonly after: readonly string[]
  run(service: DeployedService, plan: Plan): Promise<ProbeResult>
}

/** A service at its public address. Requests carry the name of this tool; how long one may take is the same for all. */
export interface DeployedService extends Answering {
  /** https, host and port. */
  readonly url: URL
  /** The same host without TLS. */
  readonly plainUrl: URL
  /** An answer that takes longer fails the platform's probes. */
  readonly slowSeconds: number
  connect(): Promise<Connection>
  shakeHands(manner: 'strict' | 'lenient'): Promise<Handshake>
  /** Any URL of http or https, and only the beginning of its body. */
  ask(url: URL, asked?: Omit<HttpRequest, 'path' | 'timeoutSeconds'>): Promise<Answer>
  /** Whether this machine could reach anything at all. */
  hasNetwork(): boolean
}
