import { readSocketTables } from '../../../io/network.ts'
import { sendSignal } from '../../../io/process.ts'
import type { Listener } from '../../socket-table.ts'
import { findListeners, findWorkers, type Sockets } from '../running.ts'
import type { DockerClient } from './client.ts'
import { parseSnapshot, type Snapshot, snapshotCommand, workersIn } from './snapshot.ts'

/** What goes on inside a container. */
export interface Inside {
  listeners(): Listener[] | undefined
  workers(): number[]
  signal(name: NodeJS.Signals, pid: number): void
}

/** Read in the /proc of this machine, where the container's processes stand too. Root alone may. */
export function insideFromHere(pid: number): Inside {
  const sockets: Sockets = { isOwn: true, socketTables: () => readSocketTables(pid) }
  return {
    listeners: () => findListeners(pid, sockets),
    workers: () => findWorkers(pid, sockets),
    signal: (name, worker) => sendSignal(worker, name),
  }
}

/** Asked of the container itself; processes have the numbers they have in there. */
export function insideByExec(docker: DockerClient, container: string): Inside {
  const look = (): Snapshot | undefined => {
    const text = docker.execute(container, snapshotCommand)
    return text === undefined ? undefined : parseSnapshot(text)
  }
  return {
    listeners: () => look()?.listeners,
    workers: () => {
      const snapshot = look()
      return snapshot ? workersIn(snapshot) : []
    },
    signal: (name, worker) => {
      const kill = `kill -${name.replace(/^SIG/, '')} ${worker}`
      docker.execute(container, ['/bin/sh', '-c', kill])
    },
  }
}
