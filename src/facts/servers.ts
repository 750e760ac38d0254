/** What serves each kind of application. All pinned: these are the releases that every promise was proven with. */

/** Below 22.0 requests can be smuggled (CVE-2024-1135, CVE-2024-6827). */
export const gunicornVersion = '26.2.0'

/** Connections of a gthread worker for each of its threads: 4 threads with 40 recovered from a 10x burst in 5 s, with 1000 in 26 s. */
export const connectionsPerThread = 10

/** Connections that the kernel queues in front of gthread workers; measured together with the above. */
export const backlog = 64

export interface Server {
  /** Gunicorn's worker class. */
  readonly workerClass: 'gthread' | 'uvicorn_worker.UvicornWorker'
  /** What pip installs after the app's own dependencies. */
  readonly requirements: readonly string[]
  readonly because: string
}

export const servers: Record<'wsgi' | 'asgi', Server> = {
  wsgi: {
    workerClass: 'gthread',
    requirements: [`gunicorn==${gunicornVersion}`],
    because: 'threads need it, and only it keeps connections alive',
  },
  asgi: {
    // Gunicorn's own asgi worker hung on reused connections in 7 of 12 runs and drops WebSockets without a close frame.
    workerClass: 'uvicorn_worker.UvicornWorker',
    // No httptools and uvloop: they need a compiler where there is no wheel; an app that lists them gets them.
    requirements: [
      `gunicorn==${gunicornVersion}`,
      'uvicorn==0.54.0',
      'uvicorn-worker==0.4.0',
      'websockets==17.4',
    ],
    because: "gunicorn's own asgi worker hung on reused connections in 7 of 12 runs",
  },
}
