import { join } from 'node:path'
import { removeFolder } from '../../io/folders.ts'
import { hostNetwork, type Network, openOwnNetwork, request } from '../../io/network.ts'
import { type Environment, readEnvironment, startProcess } from '../../io/process.ts'
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
import { waitUntilBegun } from './begun.ts'
import { findPython } from './python.ts'
import { watchProcess } from './running.ts'
import { makeVenv } from './venv.ts'
import { type LaidOut, layOut, type Workspace } from './workspace.ts'

/**
 * Starts the artifacts as processes of this machine. Only paths differ from the image: the virtual environment and
 * the app stand in other folders. Where namespaces can be had, each start gets a network and a process table of its own.
 */
export const processRuntime = processRuntimeIn(openOwnNetwork)

/** Undefined where there is no network for a server alone: it then gets a port of this machine. */
type OpenNetwork = () => Promise<Network | undefined>

export function processRuntimeIn(openNetwork: OpenNetwork): Runtime {
  return {
    id: 'process',
    prepare: (artifacts, plan, options) => {
      const lay = (venv: string, env: Environment) => layOut(artifacts, plan, venv, options, env)
      return prepareHere(plan, plan, options, lay, openNetwork)
    },
  }
}

/** `installed` says what the virtual environment holds, `lay` what is started in it; `plan` is what is expected of both. */
export async function prepareHere(
  plan: Plan,
  installed: Plan,
  options: PrepareOptions,
  lay: (venv: string, env: Environment) => Promise<LaidOut>,
  openNetwork: OpenNetwork = openOwnNetwork,
): Promise<Prepared> {
  const machineLacks = (reason: string): Prepared => ({
    ok: false,
    blame: 'machine',
    reason,
    log: '',
  })
  const env = readEnvironment()
  const isolated = await canOpen(openNetwork)
  const port = plan.port.value
  if (servesWeb(plan) && !isolated && !(await isFree(port)))
    return machineLacks(`port ${port} is taken by another program`)

  const python = await findPython(plan.python.value, env)
  if (!python) return machineLacks('there is no Python from 3.11 on')
  const venv = await makeVenv(installed, python, options, env)
  if (!venv.ok) return venv
  const laidOut = await lay(join(venv.folder, 'venv'), env)
  if (!laidOut.ok) return laidOut
  const isSame = python.version.startsWith(`${plan.python.value}.`)
  const notes = isSame ? [] : [`on Python ${python.version}, not ${plan.python.value}`]
  const service = new ServiceOnThisMachine(laidOut.workspace, plan, options, isolated, notes)
  return { ok: true, service }
}

async function canOpen(openNetwork: OpenNetwork): Promise<boolean> {
  const network = await openNetwork()
  await network?.close()
  return network !== undefined
}

async function isFree(port: number): Promise<boolean> {
  const { body } = await request(hostNetwork.address, port, { path: '/', timeoutSeconds: 2 })
  return body.includes('ECONNREFUSED')
}

class ServiceOnThisMachine implements PreparedService {
  readonly app: string
  readonly user: string | undefined
  readonly atOnce: number
  readonly leaves: readonly string[]
  private readonly running = new Set<RunningService>()
  private readonly opening = new Set<Promise<Network>>()
  private starts = 0
  private isRemoved = false

  constructor(
    private readonly workspace: Workspace,
    private readonly plan: Plan,
    private readonly options: PrepareOptions,
    private readonly isolated: boolean,
    readonly notes: readonly string[],
  ) {
    this.app = findApp(workspace.image.command) ?? ''
    this.user = workspace.image.user
    this.atOnce = isolated ? 2 : 1
    this.leaves = [`the folder ${workspace.folder}`]
  }

  async start(options: StartOptions = {}) {
    const { env, flags = [], app = this.app, command, files = {} } = options
    const { folder, image, place } = this.workspace
    const network = await this.openNetwork()
    const written = Object.entries(files).map(([path, content]) => ({ path, content }))
    writeFiles(image.workdir, written)
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
    const running = watchProcess(started, network, this.plan, this.workspace)
    this.running.add(running)
    await waitUntilBegun(running, this.plan, options)
    return running
  }

  /** A start that has begun is waited for and then refused: nothing may appear behind our back. */
  async remove({ keep = false } = {}) {
    this.isRemoved = true
    await Promise.allSettled(this.opening)
    await Promise.all([...this.running].map((running) => running.stop()))
    if (!keep) removeFolder(this.workspace.folder)
  }

  private async openNetwork(): Promise<Network> {
    const opening = this.isolated ? openOneMore() : Promise.resolve(hostNetwork)
    this.opening.add(opening)
    const network = await opening.finally(() => this.opening.delete(opening))
    if (!this.isRemoved) return network
    await network.close()
    throw new Error('the service has been removed')
  }
}

async function openOneMore(): Promise<Network> {
  const network = await openOwnNetwork()
  if (network) return network
  throw new Error('this machine gave a network namespace before and now refuses one')
}
