import { clearedVariables } from '../../../src/facts/environment.ts'
import { catches, goodCommand, image, passes, porter, withCarriageReturns } from './cases.ts'

const start = (...words: string[]): string => image(`CMD ${JSON.stringify(words)}`)
const config = '"--config", "gunicorn.conf.py"'

catches(
  'server-binds-loopback',
  { Dockerfile: start('gunicorn', '-b', '127.0.0.1:8080', 'app:app') },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'server-binds-loopback',
  { Dockerfile: start('gunicorn', '--bind=localhost:8080', 'app:app') },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'server-binds-loopback',
  {
    Dockerfile: image(
      'CMD ["gunicorn", \\',
      '  # all interfaces',
      '  "--bind", \\',
      '  "127.0.0.1:8080", "app:app"]',
    ),
  },
  [{ file: 'Dockerfile', line: 5 }],
  'a continued command with a comment in it',
)
catches(
  'server-binds-loopback',
  {
    Dockerfile: image(`CMD ["gunicorn", ${config}, "app:app"]`),
    'gunicorn.conf.py': '_HOST = "127.0.0.1"\nbind = f"{_HOST}:8080"\n',
  },
  [{ file: 'gunicorn.conf.py', line: 2 }],
  'an f-string over a constant',
)
catches(
  'server-binds-loopback',
  { Dockerfile: start('gunicorn', 'app:app') },
  [{ file: 'Dockerfile', line: 2 }],
  'silence',
)
catches('server-binds-loopback', { Dockerfile: start('uvicorn', 'app:app', '--port', '8080') }, [
  { file: 'Dockerfile', line: 2 },
])
catches(
  'server-binds-loopback',
  {
    Dockerfile: start('python', 'app.py'),
    'app.py': 'app = Flask()\nif __name__ == "__main__":\n  app.run(port=8080)\n',
  },
  [{ file: 'app.py', line: 3 }],
  'app.run() without a host',
)
catches(
  'server-binds-loopback',
  {
    'porter.yaml': porter('run: gunicorn -b 127.0.0.1:8080 app:app'),
    Dockerfile: image(goodCommand),
  },
  [{ file: 'porter.yaml', line: 11 }],
)
passes('server-binds-loopback', { Dockerfile: image(goodCommand) })
passes(
  'server-binds-loopback',
  { Dockerfile: image('ENV PORT=8080', 'CMD ["gunicorn", "app:app"]') },
  'PORT, which gunicorn reads',
)
passes(
  'server-binds-loopback',
  {
    Dockerfile: image(
      'CMD ["gunicorn", "-b", "127.0.0.1:1", "a:a"]',
      'FROM python:3.13',
      goodCommand,
    ),
  },
  'a stage that does not ship',
)
passes(
  'server-binds-loopback',
  { Dockerfile: image('# CMD ["gunicorn", "-b", "127.0.0.1:8080"]', goodCommand) },
  'a comment',
)
passes(
  'server-binds-loopback',
  {
    Dockerfile: image(`CMD ["gunicorn", ${config}, "app:app"]`),
    'gunicorn.conf.py':
      'import os\nbind = "0.0.0.0:" + os.environ.get("PORT", "8080")\n# bind = "127.0.0.1:8080"\n',
  },
  'a default behind PORT',
)
passes(
  'server-binds-loopback',
  { 'frontend/Dockerfile': 'FROM node:22\nCMD ["vite", "--host", "127.0.0.1"]' },
  'a front end',
)

catches(
  'server-binds-elsewhere',
  { Dockerfile: start('gunicorn', '-b', 'unix:/run/app.sock', 'app:app') },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'server-binds-elsewhere',
  { Dockerfile: start('gunicorn', '-b8080', 'app:app') },
  [{ file: 'Dockerfile', line: 2 }],
  'a bare port',
)
catches(
  'server-binds-elsewhere',
  { 'gunicorn.conf.py': 'bind = ["0.0.0.0:8080", "10.0.0.1:9"]\n' },
  [{ file: 'gunicorn.conf.py', line: 1 }],
)
catches(
  'server-binds-elsewhere',
  { Dockerfile: start('gunicorn', '-b', '0.0.0.0:8080', '-b', '0.0.0.0:9000', 'app:app') },
  [{ file: 'Dockerfile', line: 2 }],
  'a second address',
)
passes('server-binds-elsewhere', {
  Dockerfile: image(goodCommand),
  'gunicorn.conf.py': 'bind = "[::]:8080"\n',
})
passes('server-binds-elsewhere', { 'gunicorn.conf.py': 'bind = ":8080"\n' })
passes(
  'server-binds-elsewhere',
  { 'gunicorn.conf.py': 'import x\nbind = x.address()\n' },
  'what only a start would tell',
)

catches(
  'bind-not-in-start-command',
  { Dockerfile: start('gunicorn', 'app:app'), 'gunicorn.conf.py': 'bind = "0.0.0.0:8080"\n' },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'bind-not-in-start-command',
  {
    Dockerfile: withCarriageReturns(
      image('CMD ["/usr/bin/env", "-u", "X", \\', '  "/opt/venv/bin/gunicorn", "app:app"]'),
    ),
  },
  [{ file: 'Dockerfile', line: 3 }],
)
passes('bind-not-in-start-command', { Dockerfile: image(goodCommand) })
passes('bind-not-in-start-command', { Dockerfile: image('CMD gunicorn -b0.0.0.0:8080 app:app') })
passes(
  'bind-not-in-start-command',
  { Dockerfile: start('uvicorn', 'app:app', '--host', '0.0.0.0') },
  'another server',
)

catches(
  'variable-in-exec-form',
  { Dockerfile: start('gunicorn', '--bind', '0.0.0.0:$PORT', 'app:app') },
  [{ file: 'Dockerfile', line: 2 }],
)
catches(
  'variable-in-exec-form',
  {
    Dockerfile: image(goodCommand),
    'porter.yaml': porter('port: 8080', `run: gunicorn -b 0.0.0.0:\${PORT} app:app`),
  },
  [{ file: 'porter.yaml', line: 12 }],
)
passes(
  'variable-in-exec-form',
  { Dockerfile: image('CMD gunicorn --bind 0.0.0.0:$PORT app:app') },
  'a shell',
)
passes('variable-in-exec-form', {
  Dockerfile: start('sh', '-c', `exec gunicorn --bind 0.0.0.0:\${PORT:-8080} app:app`),
})

catches(
  'environment-overrides-server',
  { Dockerfile: image('ENV A=1 \\', '    WEB_CONCURRENCY=', goodCommand) },
  [{ file: 'Dockerfile', line: 3 }],
)
catches(
  'environment-overrides-server',
  { 'porter.yaml': `${porter('run: ""')}\nenv:\n  "GUNICORN_CMD_ARGS": "--workers=0"\n` },
  [{ file: 'porter.yaml', line: 13 }],
)
passes('environment-overrides-server', {
  Dockerfile: image('ENV WEB_CONCURRENCY=4 FORWARDED_ALLOW_IPS=*', goodCommand),
})
passes('environment-overrides-server', { Dockerfile: image('ENV GUNICORN_WORKERS=4', goodCommand) })
passes(
  'environment-overrides-server',
  { Dockerfile: image('ENV LISTEN_FDS=1', 'RUN pytest', 'FROM python:3.13', goodCommand) },
  'a stage that does not ship',
)

catches('server-variables-not-cleared', { Dockerfile: image(goodCommand) }, [
  { file: 'Dockerfile', line: 2 },
])
catches(
  'server-variables-not-cleared',
  { Dockerfile: start('/usr/bin/env', '-u', 'LISTEN_FDS', 'gunicorn', 'app:app') },
  [{ file: 'Dockerfile', line: 2 }],
)
passes('server-variables-not-cleared', { Dockerfile: start('env', '-i', 'gunicorn', 'app:app') })
passes(
  'server-variables-not-cleared',
  {
    Dockerfile: start(
      '/usr/bin/env',
      ...clearedVariables.flatMap((name) => ['-u', name]),
      'gunicorn',
      'app:app',
    ),
  },
  'all of them cleared',
)
