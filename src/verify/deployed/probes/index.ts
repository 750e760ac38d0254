import type { DeployedProbe } from '../deployed-probe.ts'
import { acceptsConnections } from './accepts-connections.ts'
import { answersCorsExactly } from './answers-cors-exactly.ts'
import { answersHealth } from './answers-health.ts'
import { answersInTime } from './answers-in-time.ts'
import { certificateIsTrusted } from './certificate-is-trusted.ts'
import { certificateLasts } from './certificate-lasts.ts'
import { plainHttpIsNotServed } from './plain-http-is-not-served.ts'
import { redirectsEnd } from './redirects-end.ts'
import { runsNoDevelopmentServer } from './runs-no-development-server.ts'

/** In the order in which they look; each names the earlier ones that it needs. */
export const deployedProbes = [
  acceptsConnections,
  certificateIsTrusted,
  certificateLasts,
  plainHttpIsNotServed,
  answersHealth,
  answersInTime,
  runsNoDevelopmentServer,
  redirectsEnd,
  answersCorsExactly,
] as const satisfies readonly DeployedProbe[]
