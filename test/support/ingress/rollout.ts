import { pause } from '../../../src/verify/wait.ts'
import type { Deployment, Instance } from './deployment.ts'
import type { Ingress } from './nginx.ts'

export interface Timing {
  /** One way, between the ingress and an instance. */
  readonly latencyMs: number
  readonly preStopSeconds: number
  /** Until the ingress has heard that an instance is going. */
  readonly endpointSeconds: number
}

export interface Ended {
  /** Null when it had to be killed. */
  readonly code: number | null
  /** From the start of preStop. */
  readonly seconds: number
}

export interface RolledOut {
  readonly instances: readonly Instance[]
  readonly endings: readonly Ended[]
}

/** Until the network of an ended instance is taken away: its last packets still leave. */
const networkSeconds = 1

/**
 * A rolling update as Kubernetes does it with 25 % surge and 25 % unavailable of two: a new instance is started and ready
 * before an old one is told to go. Ends when the last old one is gone.
 */
export async function rollOut(
  deployment: Deployment,
  ingress: Ingress,
  old: readonly Instance[],
  timing: Timing,
): Promise<RolledOut> {
  const serving = new Set(old)
  const tellIngress = () => {
    ingress.send({ endpoints: [...serving].map(({ endpoint }) => endpoint) })
  }
  const endings: Promise<Ended>[] = []
  for (const instance of old) {
    serving.add(await deployment.startInstance(timing.latencyMs))
    tellIngress()
    const forget = () => {
      serving.delete(instance)
      tellIngress()
    }
    endings.push(terminate(instance, deployment.rendered.graceSeconds, timing, forget))
  }
  return { endings: await Promise.all(endings), instances: [...serving] }
}

/** What the kubelet does with an instance, while word of it reaches the ingress. */
async function terminate(
  { running }: Instance,
  graceSeconds: number,
  { preStopSeconds, endpointSeconds }: Timing,
  forget: () => void,
): Promise<Ended> {
  const start = performance.now()
  const forgotten = pause(endpointSeconds).then(forget)
  await pause(preStopSeconds)
  running.signal('SIGTERM')
  const exit = await Promise.race([running.exit, pause(graceSeconds - preStopSeconds)])
  const seconds = (performance.now() - start) / 1000
  await pause(networkSeconds)
  // Kills what is left, and takes its network away.
  await running.stop()
  await forgotten
  return { code: exit?.code ?? null, seconds }
}
