import { type Listener, parseSocketTable } from '../../socket-table.ts'

/** One look at everything in a container. */
export interface Snapshot {
  readonly listeners: Listener[]
  readonly processes: readonly InnerProcess[]
}

interface InnerProcess {
  readonly pid: number
  readonly parent: number
  readonly user: number
  /** Inode numbers of the sockets it holds. */
  readonly sockets: readonly string[]
}

/** Prints the socket tables and what /proc says of each process, part by part, with no more than slim images have. */
const script = `for table in /proc/net/tcp /proc/net/tcp6; do echo "= table"; cat $table; done
for process in /proc/[0-9]*; do echo "= process"; cat $process/status; ls -l $process/fd; done
true`

export const snapshotCommand = ['/bin/sh', '-c', `{ ${script}; } 2>/dev/null`]

export function parseSnapshot(text: string): Snapshot {
  const parts = text.split(/^= /m).map((part) => {
    const end = part.indexOf('\n')
    return { kind: part.slice(0, end), body: part.slice(end + 1) }
  })
  const bodies = (kind: string) =>
    parts.filter((part) => part.kind === kind).map(({ body }) => body)
  return {
    listeners: bodies('table').flatMap(parseSocketTable),
    processes: bodies('process').map(readProcess),
  }
}

function readProcess(text: string): InnerProcess {
  const number = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1])
  return {
    pid: number('Pid'),
    parent: number('PPid'),
    user: number('Uid'),
    sockets: [...text.matchAll(/ -> socket:\[(\d+)\]$/gm)].flatMap(([, inode]) => inode ?? []),
  }
}

/** Parents first, from the container's own first process on: what was only let in to look has another parent. */
function serviceIn({ processes }: Snapshot, pid = 1): InnerProcess[] {
  const own = processes.filter((one) => one.pid === pid)
  const children = processes.filter(({ parent }) => parent === pid)
  return [
    ...own,
    ...children.flatMap((child) => serviceIn({ listeners: [], processes }, child.pid)),
  ]
}

/** The children of the topmost process that holds a listening socket. */
export function workersIn(snapshot: Snapshot): number[] {
  const inodes = new Set(snapshot.listeners.map(({ inode }) => inode))
  const service = serviceIn(snapshot)
  const server = service.find(({ sockets }) => sockets.some((held) => inodes.has(held)))
  return service.filter(({ parent }) => parent === server?.pid).map(({ pid }) => pid)
}

export function usersIn(snapshot: Snapshot): number[] {
  return [...new Set(serviceIn(snapshot).map(({ user }) => user))]
}
