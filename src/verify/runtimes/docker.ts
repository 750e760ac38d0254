import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Artifact } from '../../artifacts/artifact.ts'
import { joinPath } from '../../facts/paths.ts'
import { makeFolder, removeFolder } from '../../io/folders.ts'
import { type Environment, readEnvironment } from '../../io/process.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Prepared, PrepareOptions, Runtime } from '../probe.ts'
import { layContext } from './context.ts'
import { type Builder, buildImage } from './docker/build.ts'
import { DockerClient } from './docker/client.ts'
import { type Daemon, findDaemon } from './docker/daemon.ts'
import { removeRun } from './docker/remove.ts'
import { readImage, ServiceInContainers } from './docker/service.ts'

export interface DockerOptions {
  /** Where the settings of Docker are: DOCKER_HOST, DOCKER_BUILDKIT, HOME. */
  readonly env?: Environment
  /** In place of what the description, the settings and Docker itself choose. */
  readonly builder?: Builder
  /** As if this machine could see neither the addresses nor the processes of containers. */
  readonly isFar?: boolean
  /** A word for the label of every container and image of the run; by default one that nobody has used. */
  readonly run?: string
}

/** What every container and image of ours is labelled with, as long as it exists. */
export const labelName = 'hoptix-deploy.verify'

/** Builds the image and starts it in containers with the declared limits, as strict as a cluster may be. */
export const dockerRuntime: Runtime = dockerRuntimeWith({})

export function dockerRuntimeWith(settings: DockerOptions): Runtime {
  return {
    id: 'docker',
    prepare: (artifacts, plan, options) => prepare(artifacts, plan, options, settings),
  }
}

/** Whether a daemon answers here, and why not. */
export function askForDocker(env: Environment = readEnvironment()): Promise<Daemon> {
  return findDaemon(new DockerClient(env))
}

async function prepare(
  artifacts: readonly Artifact[],
  plan: Plan,
  options: PrepareOptions,
  { env = readEnvironment(), builder, isFar = false, run = randomUUID() }: DockerOptions,
): Promise<Prepared> {
  const docker = new DockerClient(env)
  const found = await findDaemon(docker)
  if (!found.ok) return { ok: false, blame: 'machine', reason: found.reason, log: '' }
  const daemon = isFar ? { ...found, isNear: false } : found
  const dockerfile = joinPath(plan.root.value, 'Dockerfile')
  if (!artifacts.some(({ path }) => path === dockerfile)) {
    const reason = 'there is no Dockerfile among the files'
    return { ok: false, blame: 'service', reason, log: '' }
  }
  const folder = makeFolder()
  const label = `${labelName}=${run}`
  const remove = async (kept?: string) => {
    await removeRun(docker, label, options, kept)
    if (kept === undefined) removeFolder(folder)
  }
  let isReady = false
  try {
    layContext(join(folder, 'context'), artifacts, plan, options.top)
    const build = { folder, dockerfile: pathInContext(plan, dockerfile), label, builder }
    const built = await buildImage(docker, build, plan, env, options)
    if (!built.ok) return built
    const image = await readImage(docker, built.image)
    isReady = true
    const parts = { docker, daemon, folder, label, image, plan, options, remove }
    return { ok: true, service: new ServiceInContainers(parts) }
  } finally {
    if (!isReady) await remove()
  }
}

function pathInContext(plan: Plan, path: string): string {
  const context = plan.contextFolder.value
  return context === '.' ? path : path.slice(context.length + 1)
}
