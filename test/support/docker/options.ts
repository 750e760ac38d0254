/** The builder is never left to a default: Porter uses the classic one unless told otherwise. */
export interface BuildOptions {
  readonly context: string
  /** Path of the Dockerfile, not relative to the context; `<context>/Dockerfile` by default. */
  readonly dockerfile?: string
  readonly tag: string
  readonly builder: 'classic' | 'buildkit'
  readonly buildArgs?: Readonly<Record<string, string>>
  /** Id to file; the classic builder refuses them. */
  readonly secrets?: Readonly<Record<string, string>>
  /** Name to address, for the build alone. */
  readonly hosts?: Readonly<Record<string, string>>
  readonly network?: 'default' | 'host' | 'none'
  readonly target?: string
  readonly cache?: boolean
}

export interface RunOptions {
  readonly image: string
  /** Cores, as in `--cpus`. */
  readonly cpus?: number
  /** As in `--memory`, such as `256m`. */
  readonly memory?: string
  readonly readOnly?: boolean
  readonly env?: Readonly<Record<string, string>>
  /** Replaces ENTRYPOINT and CMD, as a start command of the platform does. */
  readonly command?: readonly [string, ...string[]]
  readonly user?: string
  /** Anything else that `docker run` takes, such as `--tmpfs /tmp`. */
  readonly extra?: readonly string[]
}

export function buildArguments(options: BuildOptions): string[] {
  const { context, dockerfile, tag, network, target } = options
  return [
    'build',
    ...['--tag', tag],
    ...(dockerfile === undefined ? [] : ['--file', dockerfile]),
    ...(network === undefined ? [] : ['--network', network]),
    ...pairs(options.hosts).flatMap(([name, address]) => ['--add-host', `${name}:${address}`]),
    ...(target === undefined ? [] : ['--target', target]),
    ...(options.cache === false ? ['--no-cache'] : []),
    ...pairs(options.buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...pairs(options.secrets).flatMap(([id, file]) => ['--secret', `id=${id},src=${file}`]),
    context,
  ]
}

export function runArguments(options: RunOptions): string[] {
  const { image, cpus, memory, readOnly, user, command } = options
  const [entrypoint, ...rest] = command ?? []
  return [
    'run',
    '--detach',
    ...(cpus === undefined ? [] : ['--cpus', String(cpus)]),
    ...(memory === undefined ? [] : ['--memory', memory]),
    ...(readOnly ? ['--read-only'] : []),
    ...(user === undefined ? [] : ['--user', user]),
    ...pairs(options.env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...(options.extra ?? []),
    ...(entrypoint === undefined ? [] : ['--entrypoint', entrypoint]),
    image,
    ...rest,
  ]
}

function pairs(record: Readonly<Record<string, string>> = {}): [string, string][] {
  return Object.entries(record)
}
