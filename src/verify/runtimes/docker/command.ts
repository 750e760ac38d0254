import { replaceApp } from '../../container-image.ts'
import type { StartOptions } from '../../probe.ts'

/** The configuration of a built image, as far as it decides how a container starts. */
export interface ImageConfig {
  readonly Entrypoint: readonly string[] | null
  readonly Cmd: readonly string[] | null
  readonly User: string
  readonly WorkingDir: string
}

/** The words of ENTRYPOINT and CMD together, as the daemon executes them. */
export function commandOf({ Entrypoint, Cmd }: ImageConfig): readonly string[] {
  return [...(Entrypoint ?? []), ...(Cmd ?? [])]
}

/** Undefined where the image's own command is to run. */
export function changedCommand(
  config: ImageConfig,
  own: string,
  { command, flags = [], app = own }: StartOptions,
): readonly string[] | undefined {
  if (command !== undefined) return command
  if (flags.length === 0 && app === own) return undefined
  return replaceApp(commandOf(config), own, [...flags, app])
}

export interface Placement {
  readonly image: string
  /** `name=value`, by which it is found again. */
  readonly label: string
  /** A file of variables, one a line. */
  readonly envFile: string
  readonly env: Readonly<Record<string, string>>
  readonly cpus: number
  /** MB. */
  readonly memory: number
  readonly writable: readonly string[]
  readonly writableRoot: boolean
  /** Set where the container's own address cannot be reached. */
  readonly publish: number | undefined
  readonly command: readonly string[] | undefined
}

/**
 * The words of `docker create`. As strict as a cluster may be: no capability, nothing to write to but /tmp and what
 * the image declares, no swap beside the memory. The image's health check is left out, since Kubernetes runs none.
 */
export function createWords(placement: Placement): string[] {
  const { image, label, env, envFile, cpus, memory, writable, publish, command } = placement
  const [entrypoint, ...rest] = command ?? []
  const size = `${memory}m`
  return [
    ...['create', '--label', label, '--no-healthcheck'],
    ...['--cpus', String(cpus), '--memory', size, '--memory-swap', size],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...(placement.writableRoot ? [] : ['--read-only']),
    // A volume takes over the owner and the content that the folder has in the image.
    ...writable.flatMap((folder) => ['--mount', `type=volume,destination=${folder}`]),
    ...['--tmpfs', '/tmp', '--env-file', envFile],
    ...inMoreLines(env).flatMap((name) => ['--env', `${name}=${env[name]}`]),
    ...(publish === undefined ? [] : ['--publish', `127.0.0.1::${publish}`]),
    ...(entrypoint === undefined ? [] : ['--entrypoint', entrypoint]),
    image,
    ...rest,
  ]
}

/** Values stand in a file that nobody else reads, not in the list of processes; one in several lines cannot. */
export function envFileOf(env: Readonly<Record<string, string>>): string {
  const other = new Set(inMoreLines(env))
  const single = Object.entries(env).filter(([name]) => !other.has(name))
  return single.map(([name, value]) => `${name}=${value}\n`).join('')
}

function inMoreLines(env: Readonly<Record<string, string>>): string[] {
  return Object.keys(env).filter((name) => /[\r\n]/.test(env[name] ?? ''))
}
