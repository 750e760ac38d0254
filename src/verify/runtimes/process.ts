import { join } from 'node:path'
import type { Artifact } from '../../artifacts/artifact.ts'
import { removeFolder } from '../../io/folders.ts'
import { hostNetwork, type Network, openOwnNetwork, request } from '../../io/network.ts'
import { readEnvironment, startProcess } from '../../io/process.ts'
import { writeFiles } from '../../io/write-files.ts'
import { type Plan, servesWeb } from '../../plan/plan.ts'
import { findApp, replaceApp } from '../container-image.ts'
import type {
  Prepared,
  PreparedService,
  PrepareOptions,
  RunningService,
  Runtime,
  StartOptions,
} from '../probe.ts'
import { waitFor } from '../wait.ts'
import { findPython } from './python.ts'
import { watchProcess } from './running.ts'
import { makeVenv } from './venv.ts'
import { layOut, type Workspace } from './workspace.ts'

/** Seconds until a server that neither listens nor exits is taken as it is. */
const startSeconds = 30

/**
 * Starts the artifacts as processes of this machine. Only paths differ from the image: the virtual environment and
 * the app stand in other folders. Where namespaces can be had, each start gets a network and a process table of its own.
 */
export const processRuntime: Runtime = { id: 'process', prepare }

async function prepare(
  artifacts: readonly Artifact[],
  plan: Plan,
  options: PrepareOptions,
): Promise<Prepared> {
  const machineLacks = (reason: string): Prepared => ({
    ok: false,
    blame: 'machine',
    reason,
    log: '',
  })
  const env = readEnvironment()
  const isolated = await canIsolate()
  const port = plan.port.value
  if (servesWeb(plan) && !isolated && !(await isFree(port)))
    return machineLacks(`port ${port} is taken by another program`)

  const python = await findPython(plan.python.value, env)
  if (!python) return machineLacks('there is no Python from 3.11 on')
  const venv = await makeVenv(plan, python, options, env)
  if (!venv.ok) return venv
  const laidOut = await layOut(artifacts, plan, join(venv.folder, 'venv'), options, env)
  if (!laidOut.ok) return laidOut
  const isSame = python.version.startsWith(`${plan.python.value}.`)
  const notes = isSame ? [] : [`on Python ${python.version}, not ${plan.python.value}`]
  const service = new ServiceOnThisMachine(laidOut.workspace, plan, options, isolated, notes)
  return { ok: true, service }
}

async function canIsolate(): Promise<boolean> {
  const network = await openOwnNetwork()
  await network?.close()
  return network !== undefined
}

async function isFree(port: number): Promise<boolean> {
  const { body } = await request(hostNetwork.address, port, { path: '/', timeoutSeconds: 2 })
  return body.includes('ECONNREFUSED')
}

class ServiceOnThisMachine implements PreparedService {
  readonly app: string
  readonly atOnce: number
  private readonly running = new Set<RunningService>()
  private starts = 0

  constructor(
    private readonly workspace: Workspace,
    private readonly plan: Plan,
    private readonly options: PrepareOptions,
    private readonly isolated: boolean,
    readonly notes: readonly string[],
  ) {
    this.app = findApp(workspace.image.command) ?? ''
    this.atOnce = isolated ? 2 : 1
  }

  async start({ env, flags = [], app = this.app, command, files = {} }: StartOptions = {}) {
    const { folder, image, place } = this.workspace
    const written = Object.entries(files).map(([path, content]) => ({ path, content }))
    writeFiles(image.workdir, written)
    const network = await this.openNetwork()
    this.starts += 1
    const started = startProcess(
      [
        ...network.enter,
        ...(command?.map(place) ?? replaceApp(image.command, this.app, [...flags, app])),
      ],
      {
        cwd: image.workdir,
        env: { ...image.env, ...this.plan.env.value, ...this.options.env, ...env },
        log: join(folder, `${this.starts}.log`),
      },
    )
    const running = watchProcess(started, network, this.plan.port.value, folder)
    this.running.add(running)
    const listens = command === undefined && servesWeb(this.plan)
    if (listens) await waitFor(() => this.hasBegun(running), startSeconds)
    return running
  }

  async remove() {
    await Promise.all([...this.running].map((running) => running.stop()))
    removeFolder(this.workspace.folder)
  }

  private async openNetwork(): Promise<Network> {
    if (!this.isolated) return hostNetwork
    const network = await openOwnNetwork()
    if (!network)
      throw new Error('this machine gave a network namespace before and now refuses one')
    return network
  }

  /** It listens or it is over; where sockets cannot be seen, it answers. */
  private async hasBegun(running: RunningService): Promise<true | undefined> {
    const listeners = running.listeners()
    if (running.exited() || (listeners !== undefined && listeners.length > 0)) return true
    if (listeners !== undefined) return undefined
    const { status } = await running.request({ path: this.plan['health.path'].value })
    return status > 0 ? true : undefined
  }
}
