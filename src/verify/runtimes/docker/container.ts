import { connect } from '../../../io/https.ts'
import { holdConnection, request } from '../../../io/network.ts'
import { canLookInto, type StartedProcess } from '../../../io/process.ts'
import type { Limits } from '../../limits.ts'
import type { ContainerFacts, RunningService } from '../../probe.ts'
import { waitFor } from '../../wait.ts'
import type { DockerClient } from './client.ts'
import { insideByExec, insideFromHere } from './inside.ts'
import { memoryCommand, parseMemory } from './memory.ts'
import { waitUntilReachable } from './reachable.ts'
import { parseSnapshot, snapshotCommand, usersIn } from './snapshot.ts'

interface ContainerState {
  readonly State: { readonly Status: string; readonly Pid: number }
  readonly NetworkSettings: {
    readonly IPAddress: string
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>
    readonly Ports: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>> | null
  }
}

/** A container that has been created: from here on it is only started and watched. */
export interface Created {
  readonly id: string
  /** Of its image. */
  readonly workdir: string
  readonly port: number
  readonly isNear: boolean
  /** Of a request that names none. */
  readonly timeoutSeconds: number
  readonly limits: Limits
  /** Where its output goes. */
  readonly log: string
}

/** Seconds for the daemon to start a container, which takes it under one. */
const startSeconds = 60

/** Starts a container, attached so that its output and its end are ours as they come, and shows it to the probes. */
export async function runContainer(
  docker: DockerClient,
  created: Created,
): Promise<RunningService> {
  const { id, workdir, port, isNear, limits, timeoutSeconds } = created
  const attached = docker.keepRunning(['start', '--attach', id], created.log)
  const state = await waitUntilStarted(docker, id, attached)
  const pid = state?.State.Pid ?? 0
  const place = isNear ? { address: addressOf(state), port } : published(state, port)
  if (place.address !== unreachable) {
    const url = new URL(`http://${place.address}:${place.port}`)
    await waitUntilReachable(() => connect(url, { timeoutSeconds: 5, signal: undefined }), attached)
  }
  const inside = isNear && canLookInto(pid) ? insideFromHere(pid) : insideByExec(docker, id)
  return {
    port,
    address: place.address,
    workdir,
    isOutside: true,
    limits,
    container: containerFacts(docker, id),
    exit: attached.exit,
    exited: attached.exited,
    firstPid: () => pid,
    ownPid: () => 1,
    log: () => attached.output().split('\n').slice(0, -1),
    listeners: () => (attached.exited() ? [] : inside.listeners()),
    workers: () => inside.workers(),
    memory: async () => parseMemory(docker.execute(id, memoryCommand) ?? ''),
    request: (asked) => request(place.address, place.port, { timeoutSeconds, ...asked }),
    hold: (path) => holdConnection(place.address, place.port, path, timeoutSeconds),
    signal: (name, worker) => {
      if (worker === undefined || worker === pid) void docker.run(['kill', '--signal', name, id])
      else inside.signal(name, worker)
    },
    stop: async () => {
      await docker.run(['rm', '--force', '--volumes', id])
      await attached.exit
    },
  }
}

/** Undefined when it could not be started at all; the daemon's reason is in its output then. */
async function waitUntilStarted(
  docker: DockerClient,
  id: string,
  attached: StartedProcess,
): Promise<ContainerState | undefined> {
  return waitFor(async () => {
    const state = JSON.parse(
      await docker.must(['inspect', '--type', 'container', '--format', '{{json .}}', id]),
    ) as ContainerState
    return state.State.Status !== 'created' || attached.exited() ? state : undefined
  }, startSeconds)
}

function addressOf(state: ContainerState | undefined): string {
  const { IPAddress, Networks } = state?.NetworkSettings ?? { IPAddress: '', Networks: {} }
  return IPAddress || Object.values(Networks)[0]?.IPAddress || unreachable
}

function published(state: ContainerState | undefined, port: number) {
  const [binding] = state?.NetworkSettings.Ports?.[`${port}/tcp`] ?? []
  return { address: '127.0.0.1', port: Number(binding?.HostPort ?? 0) }
}

/** Nobody has it (RFC 5737): what asks a container that has ended gets no answer, and from no one else either. */
const unreachable = '192.0.2.1'

function containerFacts(docker: DockerClient, id: string): ContainerFacts {
  return {
    users: () => {
      const text = docker.execute(id, snapshotCommand)
      return text === undefined ? undefined : usersIn(parseSnapshot(text))
    },
    written: async () => {
      // A line is C, A or D and a path; the folders above a new file are changed too, and say nothing.
      const changes = (await docker.must(['diff', id])).split('\n').filter(Boolean)
      return changes.flatMap((line) => (line.startsWith('C ') ? [] : [line.slice(2)]))
    },
  }
}
