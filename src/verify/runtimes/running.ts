import { readIfThere } from '../../io/attempt.ts'
import { holdConnection, type Network, request, socketsOf } from '../../io/network.ts'
import { childrenOf, processesIn, type StartedProcess, sendSignal } from '../../io/process.ts'
import type { Plan } from '../../plan/plan.ts'
import { importSeconds } from '../patience.ts'
import type { MemoryUse, RunningService } from '../probe.ts'
import { type Listener, parseSocketTable } from '../socket-table.ts'
import type { Workspace } from './workspace.ts'

/** A started server as the probes see it. */
export function watchProcess(
  started: StartedProcess,
  network: Network,
  plan: Plan,
  { folder, image, placeBack }: Pick<Workspace, 'folder' | 'image' | 'placeBack'>,
): RunningService {
  const port = plan.port.value
  const timeoutSeconds = importSeconds(plan)
  let first: number | undefined
  const firstPid = () => {
    // In a network of its own, the program that made its process table is above the first process.
    first ??= network.isOwn ? childrenOf(started.pid)[0] : started.pid
    return first ?? started.pid
  }
  return {
    port,
    address: network.address,
    workdir: placeBack(image.workdir),
    isOutside: network.isOwn,
    exit: started.exit,
    exited: started.exited,
    firstPid,
    ownPid: () => pidInside(firstPid()),
    // As the container would tell it: people look for its paths, and not in a folder that is about to go.
    log: () => placeBack(started.output()).split('\n').slice(0, -1),
    listeners: () => findListeners(firstPid(), network),
    workers: () => findWorkers(firstPid(), network),
    memory: async () => sharesOfMemory(processTree(firstPid())),
    request: (asked) => request(network.address, port, { timeoutSeconds, ...asked }),
    hold: (path) => holdConnection(network.address, port, path, timeoutSeconds),
    signal: (name, pid = firstPid()) => void sendSignal(pid, name),
    stop: () => stopProcess(started, network, folder),
  }
}

/** The last of NSpid is the process as it numbers itself. */
function pidInside(pid: number): number {
  const status = readIfThere(`/proc/${pid}/status`) ?? ''
  return Number(/^NSpid:.*\s(\d+)$/m.exec(status)?.[1] ?? pid)
}

/** Where sockets are looked up, and whether nobody else has any there. */
export type Sockets = Pick<Network, 'isOwn' | 'socketTables'>

/** Parents first. */
function processTree(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(processTree)]
}

/** In a network of its own every socket is the service's; elsewhere, those that one of its processes holds. */
export function findListeners(first: number, network: Sockets): Listener[] | undefined {
  const listeners = network.socketTables()?.flatMap(parseSocketTable)
  if (network.isOwn) return listeners
  const held = new Set(processTree(first).flatMap(socketsOf))
  return listeners?.filter(({ inode }) => held.has(inode))
}

/** The children of the server: of the topmost process that holds a listening socket, since a shell may stand above. */
export function findWorkers(first: number, network: Sockets): number[] {
  const inodes = new Set(findListeners(first, network)?.map(({ inode }) => inode))
  const server = processTree(first).find((pid) => socketsOf(pid).some((held) => inodes.has(held)))
  return server === undefined ? [] : childrenOf(server)
}

/** Ends the whole group, and by its folder whatever left it to become a daemon. */
async function stopProcess(
  started: StartedProcess,
  network: Network,
  folder: string,
): Promise<void> {
  if (!started.exited()) sendSignal(-started.pid, 'SIGKILL')
  await started.exit
  if (!network.isOwn) for (const pid of processesIn(folder)) sendSignal(pid, 'SIGKILL')
  await network.close()
}

/** Memory that processes share counts once, by the shares that the kernel works out for each (PSS). */
function sharesOfMemory(pids: readonly number[]): MemoryUse | undefined {
  const shares = pids.flatMap((pid) => {
    const share = /^Pss:\s+(\d+) kB$/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`) ?? '')?.[1]
    return share === undefined ? [] : [Number(share)]
  })
  if (shares.length === 0) return undefined
  const used = Math.ceil(shares.reduce((sum, share) => sum + share, 0) / 1024)
  return { used, counted: 'the memory of its processes', kills: undefined }
}
