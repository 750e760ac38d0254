import type { Connection } from '../../../io/https.ts'
import type { StartedProcess } from '../../../io/process.ts'
import { waitFor } from '../../wait.ts'

/** Seconds; the kernel gives each attempt three of them before it says that nobody is there. */
const reachSeconds = 20

/**
 * Waits until the way to a new container is open, whether or not something listens there. The bridge lets nothing
 * through before it has noticed the container's cable, which the kernel does in the background, and late when it is busy:
 * by then a quick server listens, and the first request to it would fail with EHOSTUNREACH.
 */
export async function waitUntilReachable(
  connect: () => Promise<Connection>,
  container: Pick<StartedProcess, 'exit' | 'exited'>,
): Promise<void> {
  const isReachable = waitFor(async () => {
    if (container.exited()) return true
    const connection = await connect()
    const isClosed = !connection.ok && connection.codes.includes('EHOSTUNREACH')
    return isClosed ? undefined : true
  }, reachSeconds)
  // The address of one that has ended is nobody's, and an attempt to reach it takes the time that it is given.
  await Promise.race([isReachable, container.exit])
}
