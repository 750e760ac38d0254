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
import type { ImageConfig } from './docker/command.ts'
import { type Daemon, findDaemon } from './docker/daemon.ts'
import { removeRun } from './docker/remove.ts'
import { type ImageSource, readImage, ServiceInContainers } from './docker/service.ts'

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
    prepare: async (artifacts, plan, options) => {
      const dockerfile = joinPath(plan.root.value, 'Dockerfile')
      if (artifacts.some(({ path }) => path === dockerfile))
        return prepareImage(sourceOf(artifacts, plan, dockerfile, options), plan, options, settings)
      const reason = 'there is no Dockerfile among the files'
      return { ok: false, blame: 'service', reason, log: '' }
    },
  }
}

function sourceOf(
  artifacts: readonly Artifact[],
  plan: Plan,
  dockerfile: string,
  { top }: PrepareOptions,
): ImageSource {
  const context = plan.contextFolder.value
  return {
    dockerfile: context === '.' ? dockerfile : dockerfile.slice(context.length + 1),
    lay: (folder) => layContext(folder, artifacts, plan, top),
  }
}

/** Whether a daemon answers here, and why not. */
export function askForDocker(env: Environment = readEnvironment()): Promise<Daemon> {
  return findDaemon(new DockerClient(env))
}

/** Builds an image and gets ready to start it. */
export async function prepareImage(
  source: ImageSource,
  plan: Plan,
  options: PrepareOptions,
  { env = readEnvironment(), builder, isFar = false, run = randomUUID() }: DockerOptions = {},
): Promise<Prepared> {
  const docker = new DockerClient(env)
  const found = await findDaemon(docker)
  if (!found.ok) return { ok: false, blame: 'machine', reason: found.reason, log: '' }
  const daemon = isFar ? { ...found, isNear: false } : found
  const folder = makeFolder()
  const label = `${labelName}=${run}`
  const remove = async (kept?: string) => {
    await removeRun(docker, label, options, kept)
    if (kept === undefined) removeFolder(folder)
  }
  let isReady = false
  try {
    source.lay(join(folder, 'context'))
    const build = { folder, dockerfile: source.dockerfile, label, builder }
    const built = await buildImage(docker, build, plan, env, options)
    if (!built.ok) return built
    const image = { ...(await readImage(docker, built.image)), ...startedBy(source) }
    isReady = true
    const parts = { docker, daemon, folder, label, source, image, plan, options, remove }
    return { ok: true, service: new ServiceInContainers(parts) }
  } finally {
    if (!isReady) await remove()
  }
}

/** Words that stand in place of the image's own are its whole command: a platform hands them over in that way. */
function startedBy({ command }: ImageSource): Partial<ImageConfig> {
  return command ? { Entrypoint: null, Cmd: command } : {}
}
