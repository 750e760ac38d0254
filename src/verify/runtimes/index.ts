import type { Runtime } from '../probe.ts'
import { askForDocker, dockerRuntime } from './docker.ts'
import { processRuntime } from './process.ts'

interface RuntimeEntry {
  readonly runtime: Runtime
  /** Why it cannot be used on this machine; undefined where it can. Its own `prepare` says the rest. */
  obstacle(): Promise<string | undefined>
}

export type RuntimeId = 'docker' | 'process'

/** The nearer to the platform, the earlier: the first that this machine has is the default. */
const runtimes: Record<RuntimeId, RuntimeEntry> = {
  docker: {
    runtime: dockerRuntime,
    obstacle: async () => {
      const daemon = await askForDocker()
      return daemon.ok ? undefined : daemon.reason
    },
  },
  process: { runtime: processRuntime, obstacle: async () => undefined },
}

export type ChosenRuntime =
  | { readonly ok: true; readonly id: RuntimeId; readonly runtime: Runtime }
  | { readonly ok: false; readonly reason: string }

/** The runtime that was asked for, or the first that this machine has. */
export async function chooseRuntime(asked?: RuntimeId): Promise<ChosenRuntime> {
  const ids = asked ? [asked] : (Object.keys(runtimes) as RuntimeId[])
  const obstacles: string[] = []
  for (const id of ids) {
    const { runtime, obstacle } = runtimes[id]
    const found = await obstacle()
    if (found === undefined) return { ok: true, id, runtime }
    obstacles.push(found)
  }
  return { ok: false, reason: obstacles.join('; ') }
}
