/** Something in the environment, or done to it, that has moved or broken a server. */
export interface Attack {
  readonly name: string
  readonly env: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  /** A warning that must name the variable: it was meant for us, and is refused or lowered. */
  readonly warnsOf?: string
  /** Also look after SIGHUP, when gunicorn reads its settings a second time. */
  readonly reload?: true
}

const otherConfig = "bind = '127.0.0.1:9'\nworkers = 0\n"

/** Each has taken a server down or moved it, or is what a platform sets unasked. */
export const attacks: readonly Attack[] = [
  { name: 'SIGHUP', env: {}, reload: true },
  ...['--bind=127.0.0.1:9', '--workers=0', '--check-config', '--daemon'].map((flag): Attack => {
    return { ...named('GUNICORN_CMD_ARGS', flag), reload: true }
  }),
  {
    ...named('GUNICORN_CMD_ARGS', '-c other.py'),
    files: { 'other.py': otherConfig },
    reload: true,
  },
  named('WEB_CONCURRENCY', ''),
  named('WEB_CONCURRENCY', 'abc'),
  { name: 'LISTEN_FDS and LISTEN_PID', env: { LISTEN_FDS: '1', LISTEN_PID: '1' } },
  named('GUNICORN_PID', '7'),
  { name: 'GUNICORN_FD with GUNICORN_PID', env: { GUNICORN_FD: '7', GUNICORN_PID: '7' } },
  named('PORT', ''),
  named('PORT', 'tcp://10.0.0.1:80'),
  // What Kubernetes sets by itself when a Service is named gunicorn.
  named('GUNICORN_PORT', 'tcp://10.0.0.1:80'),
  named('PATH', '/nonexistent'),
  named('PYTHONHOME', '/nonexistent'),
  named('PYTHONPLATLIBDIR', 'nonexistent'),
  // Python refuses to start with a value that it cannot read.
  named('PYTHONUTF8', '2'),
  named('PYTHONIOENCODING', 'x'),
  named('SCRIPT_NAME', '/elsewhere'),
  ...['0', '999', 'abc', 'tcp://10.0.0.1:80'].map((value): Attack => {
    return { ...named('GUNICORN_WORKERS', value), warnsOf: 'GUNICORN_WORKERS' }
  }),
  { ...named('GUNICORN_TIMEOUT', '9999'), warnsOf: 'GUNICORN_TIMEOUT' },
]

function named(variable: string, value: string): Attack {
  return { name: `${variable}=${value}`, env: { [variable]: value } }
}
