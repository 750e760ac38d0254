import { frameworks } from '../../../src/frameworks/index.ts'
import type { Plan } from '../../../src/plan/plan.ts'

export const appModule = 'ingress_app:application'

/** In front of the service's own application: one path that is as slow, and answers as much, as its query asks for. */
export function appFiles(plan: Plan): Readonly<Record<string, string>> {
  return { 'ingress_app.py': apps[frameworks[plan.framework.value].interface] }
}

export interface Behaviour {
  /** Seconds until it answers. */
  readonly sleep?: number
  /** Bytes of one response header. */
  readonly header?: number
  /** Anything, to make the path longer. */
  readonly pad?: string
}

export function pathOf(behaviour: Behaviour = {}): string {
  const pairs = Object.entries(behaviour).map(([name, value]) => `${name}=${value}`)
  return `/behave?${pairs.join('&')}`
}

const asked = `def asked(query):
    values = {name: found[0] for name, found in parse_qs(query).items()}
    return float(values.get("sleep", 0)), "x" * int(values.get("header", 0))
`

const apps: Record<'wsgi' | 'asgi', string> = {
  wsgi: `import time
from urllib.parse import parse_qs

from hoptix_server import application as served


${asked}

def application(environ, start_response):
    if environ["PATH_INFO"] != "/behave":
        return served(environ, start_response)
    sleep, header = asked(environ["QUERY_STRING"])
    environ["wsgi.input"].read()
    time.sleep(sleep)
    headers = [("Content-Type", "text/plain"), ("Content-Length", "4"), ("X-Header", header)]
    start_response("200 OK", headers)
    return [b"done"]
`,
  asgi: `import asyncio
from urllib.parse import parse_qs

from hoptix_server import application as served


${asked}

async def application(scope, receive, send):
    if scope["type"] != "http" or scope["path"] != "/behave":
        return await served(scope, receive, send)
    sleep, header = asked(scope["query_string"].decode())
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(sleep)
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"4")]
    headers.append((b"x-header", header.encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"done"})
`,
}
