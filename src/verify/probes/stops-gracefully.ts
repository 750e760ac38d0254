import { exitSeconds } from '../../facts/timing.ts'
import { frameworks } from '../../frameworks/index.ts'
import type { Plan } from '../../plan/plan.ts'
import { describeAnswer } from '../health.ts'
import { judge, type Probe, type RunningService } from '../probe.ts'
import { pause, waitFor } from '../wait.ts'

const path = '/hoptix-deploy-slow-request'
const begun = 'hoptix-deploy: the slow request has begun'

export const stopsGracefully = {
  id: 'stops-gracefully',
  looksAt: 'starts',
  why: 'Each rollout stops instances in the middle of requests; those must still be answered.',
  fix: 'Keep the CMD in exec form, so that the server is process 1 and gets SIGTERM.',
  async run(prepared, plan) {
    const seconds = Math.min(2, plan.gracefulTimeout.value / 2)
    const running = await prepared.start({
      app: 'hoptix_probe_slow:application',
      files: { 'hoptix_probe_slow.py': slowApp(plan, prepared.app, seconds) },
    })
    try {
      return await stopDuringRequest(running, plan, seconds)
    } finally {
      await running.stop()
    }
  },
} as const satisfies Probe

async function stopDuringRequest(running: RunningService, plan: Plan, seconds: number) {
  const most = plan.gracefulTimeout.value + exitSeconds
  const answering = running.request({ path, timeoutSeconds: most })
  const isInside = () => (running.log().includes(begun) ? true : undefined)
  if (!(await waitFor(isInside, 20)))
    return judge('', [`the slow request never began: ${describeAnswer(await answering)}`])

  const start = performance.now()
  running.signal('SIGTERM')
  const answer = await answering
  // The whole chain, since a worker that is still starting misses the signal and is waited for.
  const exit = await Promise.race([running.exit, pause(most)])
  const took = ((performance.now() - start) / 1000).toFixed(1)
  const ended = exit ? `exit ${exit.signal ?? exit.code}` : 'still running'
  return judge(`SIGTERM in a request of ${seconds} s: ${answer.status}, ${ended} after ${took} s`, [
    ...(answer.status === 200 ? [] : [`the request in flight got ${describeAnswer(answer)}`]),
    ...(exit?.code === 0 ? [] : [`${took} s after SIGTERM the server had: ${ended}`]),
  ])
}

/**
 * A slow path in front of the served application, in a module of its own: no path of the app is known to be slow, and
 * the app's copy stays as it is. Same server, same workers, same layers below; only the name in the CMD differs.
 */
function slowApp(plan: Plan, app: string, seconds: number): string {
  const [module = '', attribute = ''] = app.split(':')
  const kind = frameworks[plan.framework.value].interface
  const served = `importlib.import_module(${JSON.stringify(module)}).${attribute}`
  return slowApps[kind](served, seconds)
}

const slowApps: Record<'wsgi' | 'asgi', (served: string, seconds: number) => string> = {
  wsgi: (served, seconds) => `import importlib, sys, time

served = ${served}


def application(environ, start_response):
    if environ["PATH_INFO"] != ${JSON.stringify(path)}:
        return served(environ, start_response)
    print(${JSON.stringify(begun)}, file=sys.stderr, flush=True)
    time.sleep(${seconds})
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"done"]
`,
  asgi: (served, seconds) => `import asyncio, importlib, sys

served = ${served}


async def application(scope, receive, send):
    if scope.get("path") != ${JSON.stringify(path)}:
        return await served(scope, receive, send)
    print(${JSON.stringify(begun)}, file=sys.stderr, flush=True)
    await asyncio.sleep(${seconds})
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"4")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"done"})
`,
}
