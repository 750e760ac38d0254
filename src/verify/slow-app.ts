import type { Plan } from '../plan/plan.ts'
import type { PreparedService, RunningService, StartOptions } from './probe.ts'
import { type ProbeModule, serveThrough } from './probe-app.ts'

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

/** Serves the app with a slow path in front of it, since no path of the app is known to be slow. */
export function withSlowPath(
  plan: Plan,
  prepared: PreparedService,
  seconds: number,
  env: Readonly<Record<string, string>> = {},
): StartOptions {
  // The seconds stand in no module, since several probes may start from the same folder at a time.
  const variables = { ...env, [secondsVariable]: String(seconds) }
  return { ...serveThrough(module, plan, prepared), env: variables }
}

const secondsVariable = 'HOPTIX_DEPLOY_SLOW_SECONDS'

const wsgi = `import time


def application(environ, start_response):
    if environ["PATH_INFO"] != ${JSON.stringify(slowPath)}:
        return served(environ, start_response)
    sys.stderr.write(f"${begun} {os.getpid()}\\n")
    time.sleep(float(os.environ["${secondsVariable}"]))
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"done"]
`

const asgi = `import asyncio


async def application(scope, receive, send):
    if scope.get("path") != ${JSON.stringify(slowPath)}:
        return await served(scope, receive, send)
    sys.stderr.write(f"${begun} {os.getpid()}\\n")
    await asyncio.sleep(float(os.environ["${secondsVariable}"]))
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"4")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"done"})
`

const module: ProbeModule = { name: 'hoptix_probe_slow', wsgi, asgi }
