import { frameworks } from '../frameworks/index.ts'
import type { Plan } from '../plan/plan.ts'
import { importSeconds } from './patience.ts'
import type { PreparedService, RunningService, StartOptions } from './probe.ts'
import { waitFor } from './wait.ts'

/** Python that defines `application` around `served`, the app; for both interfaces. */
export interface ProbeModule {
  /** Of the module, and of the file without its ending. */
  readonly name: string
  readonly wsgi: string
  readonly asgi: string
}

const loaded = 'hoptix-deploy: the app is loaded in process '

/**
 * Serves the app through a module of the probe's own: the app's copy stays as it is. Same server, same workers, same
 * layers below; only the name in the CMD differs.
 */
export function serveThrough(
  module: ProbeModule,
  plan: Plan,
  prepared: PreparedService,
): StartOptions {
  const [served = '', attribute = ''] = prepared.app.split(':')
  const kind = frameworks[plan.framework.value].interface
  const content = `import importlib, os, sys

served = importlib.import_module(${JSON.stringify(served)}).${attribute}
sys.stderr.write(f"${loaded}{os.getpid()}\\n")

${module[kind]}`
  return { app: `${module.name}:application`, files: { [`${module.name}.py`]: content } }
}

/**
 * Waits until every worker has imported the app that is served through a module. gunicorn listens before that, the
 * first worker that is ready answers alone, and one that still imports obeys no SIGTERM.
 */
export async function waitUntilLoaded(running: RunningService, plan: Plan): Promise<void> {
  await waitFor(() => {
    if (running.exited()) return true
    const pids = processesThatLoaded(running)
    const isPreloaded = pids.has(running.ownPid())
    return isPreloaded || pids.size >= Math.max(1, running.workers().length) ? true : undefined
  }, importSeconds(plan))
}

function processesThatLoaded(running: RunningService): Set<number> {
  const pids = running.log().flatMap((line) => line.split(loaded)[1] ?? [])
  return new Set(pids.map(Number))
}
