import {
  type CommandResult,
  type Environment,
  runCommand,
  runCommandNow,
  type StartedProcess,
  startProcess,
} from '../../../io/process.ts'

/** The `docker` program of this machine, with the settings of the person who calls us. */
export class DockerClient {
  constructor(private readonly env: Environment) {}

  run(
    words: readonly string[],
    { signal, env }: { readonly signal?: AbortSignal | undefined; readonly env?: Environment } = {},
  ): Promise<CommandResult> {
    return runCommand(['docker', ...words], { env: { ...this.env, ...env }, signal })
  }

  /** Throws what Docker says where it refuses: for what is only asked of a daemon that has answered before. */
  async must(words: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(words)
    if (code !== 0) throw new Error(`docker ${words[0]} ended with ${code}: ${stderr.trim()}`)
    return stdout.trim()
  }

  /** What a command inside a container prints; undefined where it could not be run. */
  execute(container: string, command: readonly string[]): string | undefined {
    const words = ['docker', 'exec', container, ...command]
    const { code, stdout } = runCommandNow(words, { env: this.env })
    return code === 0 ? stdout : undefined
  }

  keepRunning(words: readonly string[], log: string): StartedProcess {
    return startProcess(['docker', ...words], { env: this.env, log })
  }
}
