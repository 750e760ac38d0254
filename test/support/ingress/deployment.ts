import type { Generation } from '../../../src/pipeline.ts'
import type { PreparedService, RunningService } from '../../../src/verify/probe.ts'
import { waitFor } from '../../../src/verify/wait.ts'
import { exampleDescription, exampleFolder, renderDescription } from '../examples.ts'
import { prepareService } from '../real-server.ts'
import { type Sabotage, sabotage } from '../sabotage.ts'
import { type RenderedService, readRendered } from './annotations.ts'
import { appFiles, appModule } from './app.ts'
import { layLongCable } from './cable.ts'
import { type Ingress, startIngress } from './nginx.ts'
import type { Route } from './nginx-conf.ts'

export interface Wanted {
  readonly example: string
  /** Lines added to the example's description. */
  readonly keys?: string
  readonly changes?: readonly Sabotage[]
  /** What porter.yaml says, changed: a control. */
  readonly rendered?: (rendered: RenderedService) => RenderedService
}

export interface Instance {
  readonly running: RunningService
  /** Where the ingress reaches it: an address with port. */
  readonly endpoint: string
}

/** A service as it is deployed: its rendered files, from which instances are started. */
export class Deployment {
  private readonly closing: (() => Promise<void>)[] = []

  private constructor(
    readonly rendered: RenderedService,
    private readonly service: PreparedService,
    private readonly files: Readonly<Record<string, string>>,
  ) {}

  static async prepare({
    example,
    keys = '',
    changes = [],
    rendered,
  }: Wanted): Promise<Deployment> {
    const generation: Generation = renderDescription(`${exampleDescription(example)}${keys}`)
    const { plans, artifacts } = generation
    const changed = { plans, artifacts: sabotage(artifacts, changes) }
    const { service, plan } = await prepareService(changed, exampleFolder(example))
    const read = readRendered(generation)
    return new Deployment(rendered ? rendered(read) : read, service, appFiles(plan))
  }

  /** Starts an instance, so far away from the ingress, and waits until its readiness check would succeed. */
  async startInstance(latencyMs?: number): Promise<Instance> {
    const running = await this.service.start({ app: appModule, files: this.files })
    const isReady = async () => ((await this.isHealthy(running)) ? true : undefined)
    if (!(await waitFor(isReady, 60))) throw new Error(running.log().join('\n'))
    const cable = latencyMs === undefined ? undefined : await layLongCable(running, latencyMs)
    if (cable) this.onRemove(cable.unplug)
    return { running, endpoint: `${cable?.address ?? running.address}:${running.port}` }
  }

  async isHealthy(running: RunningService, timeoutSeconds = 5): Promise<boolean> {
    const { status } = await running.request({ path: this.rendered.healthPath, timeoutSeconds })
    return status === 200
  }

  async startIngress(route: Route): Promise<Ingress> {
    const ingress = await startIngress(this.rendered.ingress, route)
    this.onRemove(() => ingress.stop())
    return ingress
  }

  onRemove(close: () => Promise<void>): void {
    this.closing.push(close)
  }

  async remove(): Promise<void> {
    await Promise.all(this.closing.map((close) => close()))
    await this.service.remove()
  }
}
