import { isOnLinux } from '../../../io/process.ts'
import type { DockerClient } from './client.ts'

export type Daemon =
  | {
      readonly ok: true
      /** Processors that a container may be given. */
      readonly cores: number
      /** As the kernel names it, such as x86_64. */
      readonly architecture: string
      /** Whether this machine can reach a container's own address; otherwise a port of it is published here. */
      readonly isNear: boolean
    }
  | { readonly ok: false; readonly reason: string }

interface Info {
  readonly ServerErrors?: readonly string[]
  readonly NCPU?: number
  readonly OSType?: string
  readonly OperatingSystem?: string
  readonly Architecture?: string
  readonly SecurityOptions?: readonly string[] | null
}

/** Seconds for a daemon that is there; a virtual machine that sleeps would keep us waiting for ever. */
const answerSeconds = 20

/** Whether there is a Docker daemon that can run our containers, and why not. */
export async function findDaemon(docker: DockerClient): Promise<Daemon> {
  const signal = AbortSignal.timeout(answerSeconds * 1000)
  const asked = await docker.run(['info', '--format', '{{json .}}'], { signal })
  if (signal.aborted) return lacks(`the Docker daemon gave no answer within ${answerSeconds} s`)
  if (asked.code === 127) return lacks('there is no `docker` program on the PATH')
  const info = readInfo(asked.stdout)
  const error = info?.ServerErrors?.[0] ?? (info?.NCPU ? undefined : asked.stderr.trim())
  if (!info || error !== undefined) return lacks(`no Docker daemon answers: ${error}`)
  if (info.OSType !== 'linux') return lacks(`the Docker daemon runs ${info.OSType} containers`)
  const format = '{{.Endpoints.docker.Host}}'
  const endpoint = await docker.run(['context', 'inspect', '--format', format])
  const host = endpoint.stdout.trim()
  if (/^(?:tcp|ssh):/.test(host))
    return lacks(`the Docker daemon is at ${host}: containers there cannot be reached from here`)
  const isRootless = info.SecurityOptions?.some((option) => option.includes('rootless')) ?? false
  const isDesktop = info.OperatingSystem === 'Docker Desktop'
  return {
    ok: true,
    cores: info.NCPU ?? 1,
    architecture: info.Architecture ?? '',
    isNear: isOnLinux() && !isRootless && !isDesktop,
  }
}

function lacks(reason: string): Daemon {
  return { ok: false, reason }
}

function readInfo(text: string): Info | undefined {
  try {
    return JSON.parse(text) as Info
  } catch {
    return undefined // an old client prints nothing when there is no daemon
  }
}
