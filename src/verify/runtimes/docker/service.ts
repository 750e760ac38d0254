import { basename, join } from 'node:path'
import { removeFile } from '../../../io/folders.ts'
import { writeFiles } from '../../../io/write-files.ts'
import type { Plan } from '../../../plan/plan.ts'
import { findApp } from '../../container-image.ts'
import type { Limits } from '../../limits.ts'
import { importSeconds } from '../../patience.ts'
import type { PreparedService, PrepareOptions, RunningService, StartOptions } from '../../probe.ts'
import { waitUntilBegun } from '../begun.ts'
import type { DockerClient } from './client.ts'
import { changedCommand, commandOf, createWords, envFileOf, type ImageConfig } from './command.ts'
import { type Created, runContainer } from './container.ts'
import type { Daemon } from './daemon.ts'

/** What an image is built from, and how it is started. */
export interface ImageSource {
  /** From the context to the Dockerfile. */
  readonly dockerfile: string
  /** Fills the context. */
  lay(folder: string): void
  /** Words in place of those of the image. */
  readonly command?: readonly string[] | undefined
  /** For what was never meant for a read-only root file system. */
  readonly writableRoot?: true
}

interface Image extends ImageConfig {
  readonly id: string
}

export interface Run {
  readonly docker: DockerClient
  readonly daemon: Extract<Daemon, { ok: true }>
  /** Ours alone. */
  readonly folder: string
  readonly label: string
  readonly source: Pick<ImageSource, 'command' | 'writableRoot'>
  readonly image: Image
  readonly plan: Plan
  readonly options: PrepareOptions
  /** Removes everything, but for an image that is to be kept and the folder with the logs. */
  readonly remove: (kept?: string) => Promise<void>
}

export async function readImage(docker: DockerClient, id: string): Promise<Image> {
  const words = ['image', 'inspect', '--format', '{{json .Config}}', id]
  // Clients from 28 on leave out what is empty.
  const empty: ImageConfig = { Entrypoint: null, Cmd: null, User: '', WorkingDir: '' }
  return { ...empty, ...(JSON.parse(await docker.must(words)) as Partial<ImageConfig>), id }
}

/** The platforms that Porter builds for. */
const usualArchitectures = ['x86_64', 'amd64']

export class ServiceInContainers implements PreparedService {
  readonly app: string
  readonly user: string
  readonly notes: readonly string[]
  readonly atOnce = 2
  readonly leaves: readonly string[]
  private readonly limits: Limits
  private readonly workdir: string
  private readonly withFiles = new Map<string, Promise<string>>()
  private starts = 0
  private isRemoved = false

  constructor(private readonly run: Run) {
    const { image, plan, daemon } = run
    const declared = plan['resources.cpu'].value
    this.app = findApp(commandOf(image)) ?? ''
    this.user = image.User
    this.workdir = image.WorkingDir || '/'
    this.leaves = [`the image ${image.id}`, `the folder ${run.folder}`]
    const { cores, architecture } = daemon
    const quota = Math.min(declared, cores)
    this.limits = { cores, quota, memory: plan['resources.memory'].value }
    this.notes = [
      ...(quota < declared ? [`on ${cores} cores, since the machine has no ${declared}`] : []),
      ...(usualArchitectures.includes(architecture) ? [] : [`built for ${architecture}`]),
    ]
  }

  async start(options: StartOptions = {}): Promise<RunningService> {
    try {
      const created = await this.createFor(options)
      const running = await runContainer(this.run.docker, created)
      await waitUntilBegun(running, this.run.plan, options)
      return running
    } finally {
      // Removed in the meantime, which may have been too early to see what was being made here.
      if (this.isRemoved) await this.run.remove()
    }
  }

  async remove({ keep = false } = {}): Promise<void> {
    this.isRemoved = true
    await this.run.remove(keep ? this.run.image.id : undefined)
  }

  private async createFor(options: StartOptions): Promise<Created> {
    const { folder, plan, daemon } = this.run
    const image = await this.imageWith(options.files ?? {})
    this.starts += 1
    const log = join(folder, `${this.starts}.log`)
    const id = await this.create(image, options, `${log}.env`)
    const { workdir, limits } = this
    const timeoutSeconds = importSeconds(plan)
    return {
      id,
      workdir,
      port: plan.port.value,
      isNear: daemon.isNear,
      limits,
      log,
      timeoutSeconds,
    }
  }

  private async create(image: string, options: StartOptions, envFile: string): Promise<string> {
    const { docker, label, plan, daemon } = this.run
    const env = { ...plan.env.value, ...this.run.options.env, ...options.env }
    writeFiles(this.run.folder, [{ path: basename(envFile), content: envFileOf(env) }])
    try {
      return await docker.must(
        createWords({
          image,
          label,
          env,
          envFile,
          cpus: this.limits.quota ?? daemon.cores,
          memory: plan['resources.memory'].value,
          writable: plan['image.writable'].value,
          writableRoot: options.writableRoot ?? this.run.source.writableRoot ?? false,
          publish: daemon.isNear ? undefined : plan.port.value,
          command: changedCommand(this.run.image, this.app, options) ?? this.run.source.command,
        }),
      )
    } finally {
      removeFile(envFile)
    }
  }

  /** The image with files beside the app: into a read-only container none could be laid. */
  private imageWith(files: Readonly<Record<string, string>>): Promise<string> {
    if (Object.keys(files).length === 0) return Promise.resolve(this.run.image.id)
    const key = JSON.stringify(files)
    const made = this.withFiles.get(key) ?? this.addFiles(files, `files-${this.withFiles.size}`)
    this.withFiles.set(key, made)
    return made
  }

  private async addFiles(files: Readonly<Record<string, string>>, name: string): Promise<string> {
    const { docker, folder, label, image } = this.run
    const written = Object.entries(files).map(([path, content]) => {
      return { path: `${name}/${path}`, content }
    })
    writeFiles(folder, written)
    const container = await docker.must(['create', '--label', label, image.id])
    await docker.must(['cp', `${join(folder, name)}/.`, `${container}:${this.workdir}`])
    const changed = await docker.must(['commit', container])
    await docker.must(['rm', '--volumes', container])
    return changed
  }
}
