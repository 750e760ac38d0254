import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { labelName } from '../../../src/verify/runtimes/docker.ts'
import { setUpDocker } from './availability.ts'
import { type CommandResult, must, runCommand } from './command.ts'
import { containsBytes } from './contains-bytes.ts'
import type { ContainerState, ImageConfig, Layer } from './inspected.ts'
import { type BuildOptions, buildArguments, type RunOptions, runArguments } from './options.ts'

export { type Availability, dockerAvailability } from './availability.ts'
export { CommandFailed, type CommandResult } from './command.ts'
export type { BuildOptions, RunOptions } from './options.ts'

/** Debian's client by its path: another `docker` may come first on PATH. */
const client = '/usr/bin/docker'

/** Otherwise tar prints hostile file names escaped. */
const literally = ['--quoting-style', 'literal']

export interface Container {
  readonly id: string
  /** On the daemon's bridge; no port is published. Empty once the container has exited. */
  readonly address: string
}

/** Shared by all tests of a run; stopped by teardown.sh, since another worker may still use it. */
export async function startDocker(): Promise<Docker> {
  const setup = setUpDocker()
  if (!setup.ok) throw new Error(setup.reason)
  return new Docker(setup.socket)
}

export class Docker {
  /** What the program `docker` is started with; Debian's own comes first on its PATH. */
  readonly env: NodeJS.ProcessEnv
  private readonly started = new Set<string>()
  /** Where setup.sh keeps what it made. */
  readonly cache: string

  /** The person's own Docker settings, contexts and credentials take no part. */
  constructor(socket: string) {
    this.cache = dirname(socket)
    const config = join(this.cache, 'client')
    const { PATH, HOME } = process.env
    this.env = {
      PATH: `${dirname(client)}:${PATH}`,
      HOME,
      DOCKER_HOST: `unix://${socket}`,
      DOCKER_CONFIG: config,
    }
  }

  /** Returns what the build printed; rejects with `CommandFailed` where the build fails. */
  async build(options: BuildOptions): Promise<string> {
    const { stdout, stderr } = await this.must(buildArguments(options), {
      DOCKER_BUILDKIT: options.builder === 'buildkit' ? '1' : '0',
      BUILDKIT_PROGRESS: 'plain',
    })
    return stdout + stderr
  }

  /** Rejects where the container cannot be started, not where it exits afterwards. */
  async run(options: RunOptions): Promise<Container> {
    const id = (await this.must(runArguments(options))).stdout.trim()
    this.started.add(id)
    const { NetworkSettings } = await this.inspect(id)
    return { id, address: NetworkSettings.IPAddress }
  }

  /** The machine, as containers and builds see it: an address of the daemon's own bridge. */
  gateway(): Promise<string> {
    return this.inspectBridge('{{(index .IPAM.Config 0).Gateway}}')
  }

  /** The name of that bridge among the machine's interfaces. */
  bridge(): Promise<string> {
    return this.inspectBridge('{{index .Options "com.docker.network.bridge.name"}}')
  }

  private async inspectBridge(format: string): Promise<string> {
    return (await this.must(['network', 'inspect', 'bridge', '--format', format])).stdout.trim()
  }

  /** Under another name into that name's registry. Returns the reference with the digest it got there. */
  async push(image: string, name: string): Promise<string> {
    await this.must(['tag', image, name])
    await this.must(['push', name])
    const format = '{{join .RepoDigests "\\n"}}'
    const { stdout } = await this.must(['image', 'inspect', '--format', format, name])
    const repository = name.replace(/:[^:/]*$/, '')
    const digest = nonEmptyLines(stdout).find((one) => one.startsWith(`${repository}@`))
    await this.must(['rmi', name])
    return `${name}${digest?.slice(repository.length)}`
  }

  async inspect(container: string): Promise<ContainerState> {
    return this.inspectAs<ContainerState>('container', container)
  }

  async inspectImage(image: string): Promise<ImageConfig> {
    return this.inspectAs<ImageConfig>('image', image)
  }

  /** A failing command inside is an answer, not an error. */
  async exec(container: string, command: readonly string[]): Promise<CommandResult> {
    return runCommand(client, ['exec', container, ...command], this.env)
  }

  async logs(container: string): Promise<string> {
    const { stdout, stderr } = await this.must(['logs', container])
    return stdout + stderr
  }

  async signal(container: string, signal: string): Promise<void> {
    await this.must(['kill', '--signal', signal, container])
  }

  /** SIGTERM, and SIGKILL after the grace period; both times are in seconds. */
  async stop(container: string, graceSeconds = 30): Promise<{ seconds: number; exitCode: number }> {
    const begin = performance.now()
    await this.must(['stop', '--time', String(graceSeconds), container])
    const seconds = (performance.now() - begin) / 1000
    return { seconds, exitCode: (await this.inspect(container)).State.ExitCode }
  }

  async remove(container: string): Promise<void> {
    await this.must(['rm', '--force', '--volumes', container])
    this.started.delete(container)
  }

  /** For `afterAll`: every container that this object started. Images stay, as a build cache. */
  async removeAll(): Promise<void> {
    for (const id of this.started) await this.remove(id)
  }

  /** Every container and image that a run of the docker runtime has labelled. */
  async findRun(run: string): Promise<string[]> {
    const label = `${labelName}=${run}`
    return [...(await this.containersWith(label)), ...(await this.listWith('images', label))]
  }

  /** Every container with a label, which may be one of its image. */
  containersWith(label: string): Promise<string[]> {
    return this.listWith('ps', label)
  }

  private async listWith(list: 'ps' | 'images', label: string): Promise<string[]> {
    const filter = ['--quiet', '--no-trunc', '--filter', `label=${label}`]
    return nonEmptyLines((await this.must([list, '--all', ...filter])).stdout)
  }

  /** Containers, also those of a build, that were to run a command with these words in it. */
  async containersOf(words: string): Promise<string[]> {
    const listed = await this.must([
      'ps',
      '--all',
      '--no-trunc',
      '--format',
      '{{.ID}} {{.Command}}',
    ])
    return nonEmptyLines(listed.stdout).filter((line) => line.includes(words))
  }

  async history(image: string): Promise<Layer[]> {
    const format = '{{json .}}'
    const { stdout } = await this.must(['history', '--no-trunc', '--format', format, image])
    return nonEmptyLines(stdout).map((line) => JSON.parse(line) as Layer)
  }

  /** Paths as a container of the image sees them: absolute, folders with a trailing slash. */
  async listFiles(image: string): Promise<string[]> {
    // A scratch image has no command of its own, and `create` demands one that it never runs.
    const id = (await this.must(['create', image, '/never-run'])).stdout.trim()
    const folder = await mkdtemp(join(tmpdir(), 'hoptix-files-'))
    const archive = join(folder, 'files.tar')
    try {
      await this.must(['export', '--output', archive, id])
      const { stdout } = await must('tar', ['--list', '--file', archive, ...literally], this.env)
      return nonEmptyLines(stdout).map((path) => `/${path}`)
    } finally {
      await rm(folder, { recursive: true })
      await this.remove(id)
    }
  }

  /** Looks through the configuration and every layer, where a deleted file would still ship. */
  async imageContains(image: string, text: string): Promise<boolean> {
    const search = containsBytes(text)
    await must(client, ['save', image], this.env, search.feed)
    return search.found()
  }

  private async inspectAs<T>(type: 'container' | 'image', name: string): Promise<T> {
    const { stdout } = await this.must(['inspect', '--type', type, '--format', '{{json .}}', name])
    return JSON.parse(stdout) as T
  }

  private must(args: string[], env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
    return must(client, args, { ...this.env, ...env })
  }
}

function nonEmptyLines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}
