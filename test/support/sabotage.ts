import type { Artifact } from '../../src/artifacts/artifact.ts'
import type { Runtime } from '../../src/verify/probe.ts'
import { exampleFolder, renderExample } from './examples.ts'
import { type PreparedExample, prepareService } from './real-server.ts'

/** What is changed in one file: text for text, or what is put in place of its CMD. */
export interface Sabotage {
  readonly file: 'Dockerfile' | 'gunicorn.conf.py' | 'hoptix_server.py'
  readonly change: (content: string) => string
}

/** Replaces text that must be there: a template that moved on would make a control that controls nothing. */
export function swap(file: Sabotage['file'], from: string, to: string): Sabotage {
  return {
    file,
    change: (content) => {
      if (!content.includes(from)) throw new Error(`${file} no longer holds ${from}`)
      return content.replaceAll(from, to)
    },
  }
}

export function startWith(command: string): Sabotage {
  return {
    file: 'Dockerfile',
    // Up to the bracket that ends its list; a function, since `$` in a replacement has a meaning.
    change: (content) => content.replace(/^CMD \[[\s\S]*?\]$/m, () => `CMD ${command}`),
  }
}

export function append(file: Sabotage['file'], text: string): Sabotage {
  return { file, change: (content) => `${content}${text}` }
}

/** An example as it is after somebody's well-meant edits. */
export async function prepareSabotaged(
  name: string,
  changes: readonly Sabotage[],
  runtime?: Runtime,
): Promise<PreparedExample> {
  const { plans, artifacts } = renderExample(name)
  return prepareService(
    { plans, artifacts: sabotage(artifacts, changes) },
    exampleFolder(name),
    undefined,
    runtime,
  )
}

export function sabotage(
  artifacts: readonly Artifact[],
  changes: readonly Sabotage[],
): readonly Artifact[] {
  return artifacts.map(({ path, content }): Artifact => {
    const own = changes.filter(({ file }) => path.split('/').at(-1) === file)
    return { path, content: own.reduce((text, { change }) => change(text), content) }
  })
}

/** The development server on the right address: nothing but the server is wrong. */
export const developmentServer = startWith(
  '["/opt/venv/bin/flask","--app","hoptix_server:application","run","--host=0.0.0.0","--port=8080"]',
)
export const loopback = swap('Dockerfile', '0.0.0.0:8080"', '127.0.0.1:8080"')
/** What people write first: a shell, variables, a program looked up on PATH, settings from anywhere. */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is the shell's
export const usualCommand = startWith(
  'exec gunicorn --config /app/gunicorn.conf.py --bind 0.0.0.0:${PORT-8080} hoptix_server:application',
)
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is the shell's
/** Nothing on the command line: every other source of settings may have its way. */
export const bareCommand = startWith('["/opt/venv/bin/gunicorn","hoptix_server:application"]')
/** Sets the bind right at start, as a hook may, and takes every GUNICORN_ variable for its own. */
export const trustingConfig = append(
  'gunicorn.conf.py',
  `
int(os.environ.get("GUNICORN_PORT", "8080"))
bind = "127.0.0.1:9"


def on_starting(server):
    server.cfg.set("bind", "0.0.0.0:8080")
`,
)
export const foreignCors = append(
  'hoptix_server.py',
  `
inner = application


def application(environ, start_response):
    def start(status, headers, exc_info=None):
        return start_response(status, [*headers, ("Access-Control-Allow-Origin", "*")])

    return inner(environ, start)
`,
)

export const rootUser = swap('Dockerfile', '\nUSER 10001:10001\n', '\nUSER root\n')
export const namedUser = swap('Dockerfile', '\nUSER 10001:10001\n', '\nUSER appuser\n')
/** A shell stands above the server and keeps its SIGTERM to itself. */
export const shellForm = startWith(
  'true && /opt/venv/bin/gunicorn --config /app/gunicorn.conf.py --bind 0.0.0.0:8080 hoptix_server:application; true',
)
/** Each of three workers takes 400 MB, where 1024 MB are declared. */
export const ballast = append('hoptix_server.py', '\nballast = b"x" * (400 * 2**20)\n')
/** A folder that nobody declared, and that anyone may write to as long as the root file system lets them. */
export const strayWrite = append(
  'hoptix_server.py',
  `
inner = application


def application(environ, start_response):
    import contextlib, pathlib

    with contextlib.suppress(OSError):
        pathlib.Path("/var/tmp/seen").write_text("x")
    return inner(environ, start_response)
`,
)
/** Two requests at a time are one too many, as with a connection that threads share. */
export const lonelyRequests = append(
  'hoptix_server.py',
  `
import threading, time

inner = application
alone = threading.Lock()


def application(environ, start_response):
    if not alone.acquire(blocking=False):
        raise RuntimeError("the connection is in use")
    try:
        time.sleep(0.05)
        return inner(environ, start_response)
    finally:
        alone.release()
`,
)
/** A health path that looks at the database first, one request after the other. */
export const queueForHealth = append(
  'hoptix_server.py',
  `
import threading, time

inner = application
one_by_one = threading.Lock()


def application(environ, start_response):
    with one_by_one:
        time.sleep(6)
    return inner(environ, start_response)
`,
)
