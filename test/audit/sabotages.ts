import type { PromiseId } from '../../src/promises.ts'

/** One change of a rendered file that breaks a promise. */
export interface Sabotage {
  readonly promise: PromiseId
  readonly file: string
  readonly from: string | RegExp
  readonly to: string
  /** Text of the line that must be named; else the first line that was changed. */
  readonly at?: string
}

/** Of what the example flask-cors-credentials renders: every promise about files is broken at least once. */
export const sabotages: readonly Sabotage[] = [
  {
    promise: 'bind',
    file: 'Dockerfile',
    from: 'FLASK_ENV="production"',
    to: 'WEB_CONCURRENCY="4"',
  },
  { promise: 'bind', file: 'Dockerfile', from: '0.0.0.0:8080', to: '127.0.0.1:8080' },
  {
    promise: 'bind',
    file: 'Dockerfile',
    from: '"--bind", "0.0.0.0:8080", \\\n',
    to: '',
    at: 'bin/gunicorn"',
  },
  {
    promise: 'bind',
    file: 'Dockerfile',
    from: /"-u", "LISTEN_FDS".*\n/,
    to: '',
    at: 'CMD ["/usr/bin/env"',
  },
  { promise: 'bind', file: 'gunicorn.conf.py', from: 'bind = f"0.0.0.0', to: 'bind = f"localhost' },
  { promise: 'bind', file: 'gunicorn.conf.py', from: '_PORT = 8080', to: '_PORT = = 8080' },
  { promise: 'one-port', file: 'porter.yaml', from: 'port: 8080', to: 'port: 8000' },
  { promise: 'one-port', file: 'Dockerfile', from: 'EXPOSE 8080', to: 'EXPOSE 80' },
  { promise: 'one-port', file: 'Dockerfile', from: "'127.0.0.1', 8080", to: "'127.0.0.1', 8000" },
  {
    promise: 'one-port',
    file: 'gunicorn.conf.py',
    from: '_PORT = 8080',
    to: '_PORT = 8081',
    at: 'bind = ',
  },
  { promise: 'no-override', file: 'porter.yaml', from: 'run: ""', to: 'run: python app.py' },
  { promise: 'no-override', file: 'porter.yaml', from: '    run: ""\n', to: '', at: '- name: web' },
  { promise: 'no-override', file: 'porter.yaml', from: 'run: ""', to: 'runs: ""' },
  {
    promise: 'no-override',
    file: 'Dockerfile',
    from: 'ENTRYPOINT []',
    to: 'ENTRYPOINT ["/start.sh"]',
  },
  {
    promise: 'no-override',
    file: 'Dockerfile',
    from: /CMD \["\/usr[\s\S]*/,
    to: 'CMD gunicorn app:app\n',
  },
  {
    promise: 'production-server',
    file: 'Dockerfile',
    from: 'gunicorn==26.2.0',
    to: 'gunicorn==21.2.0',
  },
  {
    promise: 'production-server',
    file: 'Dockerfile',
    from: /RUN pip install .*gunicorn==.*\n/,
    to: '',
    at: 'bin/gunicorn"',
  },
  {
    promise: 'production-server',
    file: 'Dockerfile',
    from: 'FLASK_ENV="production"',
    to: 'FLASK_ENV="development"',
  },
  {
    promise: 'production-server',
    file: 'Dockerfile',
    from: /CMD \["\/usr[\s\S]*/,
    to: 'CMD ["python", "app.py"]\n',
  },
  {
    promise: 'sized',
    file: 'gunicorn.conf.py',
    from: 'workers = capped(',
    to: 'workers = os.cpu_count() * 2 + 1 or capped(',
  },
  {
    promise: 'sized',
    file: 'gunicorn.conf.py',
    from: '_WORKERS = None',
    to: '_WORKERS = 64',
    at: 'workers = capped(',
  },
  {
    promise: 'drained',
    file: 'porter.yaml',
    from: 'terminationGracePeriodSeconds: 45',
    to: 'terminationGracePeriodSeconds: 39',
  },
  {
    promise: 'drained',
    file: 'gunicorn.conf.py',
    from: '_GRACEFUL_TIMEOUT = 30',
    to: '_GRACEFUL_TIMEOUT = 120',
    at: 'terminationGracePeriodSeconds',
  },
  {
    promise: 'kept-alive',
    file: 'gunicorn.conf.py',
    from: '_KEEP_ALIVE = 75',
    to: '_KEEP_ALIVE = 5',
    at: 'keepalive = ',
  },
  {
    promise: 'kept-alive',
    file: 'porter.yaml',
    from: 'read-timeout: "125"',
    to: 'read-timeout: "60"',
  },
  {
    promise: 'kept-alive',
    file: 'porter.yaml',
    from: 'send-timeout: "125"',
    to: 'send-timeout: "124"',
  },
  { promise: 'healthy', file: 'porter.yaml', from: 'readinessCheck:', to: 'startupCheck:' },
  { promise: 'healthy', file: 'porter.yaml', from: 'timeoutSeconds: 5', to: 'timeoutSeconds: 1' },
  { promise: 'healthy', file: 'porter.yaml', from: 'httpPath: /health', to: 'httpPath: /' },
  { promise: 'healthy', file: 'Dockerfile', from: "'/health'", to: "'/healthz'" },
  {
    promise: 'cors-exact',
    file: 'hoptix_server.py',
    from: '"https://app.example.com"',
    to: '"*"',
    at: 'CORS_ORIGINS = [',
  },
  { promise: 'unprivileged', file: 'Dockerfile', from: 'USER 10001:10001', to: 'USER appuser' },
  { promise: 'unprivileged', file: 'Dockerfile', from: 'USER 10001:10001', to: 'USER 0' },
  {
    promise: 'no-secrets',
    file: 'Dockerfile',
    from: 'FLASK_ENV="production"',
    to: 'API_TOKEN="abcdefgh"',
  },
  {
    promise: 'no-secrets',
    file: 'gunicorn.conf.py',
    from: '_PORT = 8080',
    to: '_PORT = 8080  # ghp_0123456789abcdefghijABCDEFGHIJ012345',
  },
  {
    promise: 'builds-anywhere',
    file: 'Dockerfile',
    from: 'RUN pip',
    to: 'RUN --mount=type=cache,target=/root pip',
  },
  { promise: 'builds-anywhere', file: 'Dockerfile', from: 'COPY --from', to: 'COPY --link --from' },
  { promise: 'same-bytes', file: 'Dockerfile', from: /\n/g, to: '\r\n' },
  {
    promise: 'same-bytes',
    file: 'gunicorn.conf.py',
    from: '# fmt: off',
    to: '# from /Users/ann/shop',
  },
]
