import { frameworks } from '../frameworks/index.ts'
import type { Plan } from '../plan/plan.ts'
import type { PreparedService, RunningService, StartOptions } from './probe.ts'

/** The path that is slow, which no app has. */
export const slowPath = '/hoptix-deploy-slow-request'

const begun = 'hoptix-deploy: a slow request has begun in process'

/** Slow requests that have reached the app so far. */
export function countSlowRequests(running: RunningService): number {
  return slowRequestsByWorker(running).reduce((sum, count) => sum + count, 0)
}

/** The same for each worker that got any. */
export function slowRequestsByWorker(running: RunningService): number[] {
  const counts = new Map<string, number>()
  for (const line of running.log()) {
    const [, pid] = line.split(begun)
    if (pid !== undefined) counts.set(pid, (counts.get(pid) ?? 0) + 1)
  }
  return [...counts.values()]
}

/**
 * Serves the app with a slow path in front of it, in a module of its own: no path of the app is known to be slow, and
 * the app's copy stays as it is. Same server, same workers, same layers below; only the name in the CMD differs.
 */
export function withSlowPath(plan: Plan, prepared: PreparedService, seconds: number): StartOptions {
  const [module = '', attribute = ''] = prepared.app.split(':')
  const kind = frameworks[plan.framework.value].interface
  const served = `importlib.import_module(${JSON.stringify(module)}).${attribute}`
  return {
    app: 'hoptix_probe_slow:application',
    files: { 'hoptix_probe_slow.py': slowApps[kind](served, seconds) },
  }
}

const slowApps: Record<'wsgi' | 'asgi', (served: string, seconds: number) => string> = {
  wsgi: (served, seconds) => `import importlib, os, sys, time

served = ${served}


def application(environ, start_response):
    if environ["PATH_INFO"] != ${JSON.stringify(slowPath)}:
        return served(environ, start_response)
    sys.stderr.write(f"${begun} {os.getpid()}\\n")
    time.sleep(${seconds})
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"done"]
`,
  asgi: (served, seconds) => `import asyncio, importlib, os, sys

served = ${served}


async def application(scope, receive, send):
    if scope.get("path") != ${JSON.stringify(slowPath)}:
        return await served(scope, receive, send)
    sys.stderr.write(f"${begun} {os.getpid()}\\n")
    await asyncio.sleep(${seconds})
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"4")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"done"})
`,
}
