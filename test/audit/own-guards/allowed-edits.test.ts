import { describe, expect, test } from 'vitest'
import { asgi, type Edit, edit } from './edit.ts'

type Allowed = readonly [
  what: string,
  template: string,
  edits: readonly Edit[],
  description?: string,
]

describe('an edit of an ejected template is allowed', () => {
  const allowed: readonly Allowed[] = [
    [
      'labels and comments',
      'Dockerfile.hbs',
      [
        [
          'USER 10001:10001\n',
          '# Ours.\nLABEL owner="team" service={{json port}}\nUSER 10001:10001\n',
        ],
      ],
    ],
    [
      'a certificate of an internal authority',
      'Dockerfile.hbs',
      [
        [
          'ENV PATH',
          'COPY internal-ca.crt /usr/local/share/ca-certificates/\nRUN update-ca-certificates\nENV PATH',
        ],
      ],
    ],
    [
      'another way to install dependencies',
      'Dockerfile.hbs',
      [
        [
          '    {{/if}}{{run install}}',
          '    {{/if}}pip install --index-url https://pypi.example.com/simple --requirement requirements.txt',
        ],
      ],
    ],
    [
      'another release of the installer, with another setting',
      'Dockerfile.hbs',
      [
        ['/opt/tools/bin/pip install {{shell tool}}', '/opt/tools/bin/pip install uv==0.13.8'],
        ['ENV {{#each installEnv}}', 'ENV UV_CONCURRENT_BUILDS="1" {{#each installEnv}}'],
      ],
      'name: x\napp: app:app\ndependencies: {manager: uv}\n',
    ],
    [
      'a folder that is copied before dependencies are installed',
      'Dockerfile.hbs',
      [
        [
          'FROM dependencies AS builder\n',
          'COPY wheels /tmp/wheels\nFROM dependencies AS builder\n',
        ],
      ],
    ],
    [
      'a stage above ours',
      'Dockerfile.hbs',
      [
        [
          'FROM {{word base}} AS base',
          'FROM node:22-slim AS assets\nRUN npm ci\nFROM {{word base}} AS base',
        ],
      ],
    ],
    [
      'what a stage above made',
      'Dockerfile.hbs',
      [
        [
          'FROM {{word base}} AS base',
          'FROM node:22-slim AS assets\nRUN npm ci\nFROM {{word base}} AS base',
        ],
        ['ENV HOME="/tmp"', 'COPY --from=assets /dist /app/static\nENV HOME="/tmp"'],
      ],
    ],
    ['another layout', 'Dockerfile.hbs', [['USER 10001:10001\n', 'user   10001:10001\n']]],
    [
      'a variable',
      'Dockerfile.hbs',
      [['USER 10001:10001\n', 'ENV LOG_SQL="false"\nUSER 10001:10001\n']],
    ],
    [
      'hooks and helpers',
      'gunicorn.conf.py.hbs',
      [
        [
          'on_reload = on_starting',
          '_STARTED = []\n\n\ndef post_fork(worker):\n    _STARTED.append(worker.pid)\n    worker.log.info("worker of %s with %s threads", _SERVICE, threads)\n\n\non_reload = on_starting',
        ],
      ],
    ],
    [
      'another name of the process',
      'gunicorn.conf.py.hbs',
      [['proc_name = _SERVICE', 'proc_name = f"web {_SERVICE}"']],
    ],
    [
      'more in each line of the log',
      'gunicorn.conf.py.hbs',
      [['"pid": record.process,', '"pid": record.process,\n            "service": _SERVICE,']],
    ],
    [
      'statsd',
      'gunicorn.conf.py.hbs',
      [['proc_name = _SERVICE', 'proc_name = _SERVICE\nstatsd_host = "statsd:8125"']],
    ],
    [
      'a layer around the app',
      'hoptix_server.py.hbs',
      [
        [
          '# The ingress is the only',
          'import os\nimport sentry_sdk\n\n\nif os.environ.get("SENTRY_DSN"):\n    sentry_sdk.init(release=APP)\n\n\ndef with_request_id(app):\n    def request_id(environ, start_response):\n        environ["request.id"] = "x"\n        return app(environ, start_response)\n\n    return request_id\n\n\napplication = with_request_id(application)\n# The ingress is the only',
        ],
      ],
    ],
    [
      'a variable before the app is loaded',
      'hoptix_server.py.hbs',
      [['class StartError', 'os.environ["APP_MODE"] = "web"\n\n\nclass StartError']],
    ],
    [
      'other comments and docstrings',
      'hoptix_server.py.hbs',
      [
        ['# --- The app ---', '# Ours.'],
        [
          '"""Answers before the app: its login, its redirects and its host check stay out."""',
          '"""Ours."""',
        ],
      ],
    ],
    [
      'a layer around an ASGI app',
      'hoptix_server_asgi.py.hbs',
      [
        [
          'application = with_client_address(application)\n',
          '$&\n\ndef with_time(app):\n    async def time(scope, receive, send):\n        await app(scope, receive, send)\n\n    return time\n\n\napplication = with_time(application)\n',
        ],
      ],
      asgi,
    ],
    [
      'more keys of Porter',
      'porter.yaml.hbs',
      [
        [
          '    run: ""\n',
          '    run: ""\n    metricsScraping:\n      enabled: true\n      path: /metrics\n      port: 8080\n',
        ],
      ],
    ],
    [
      'other instances',
      'porter.yaml.hbs',
      [['    instances: {{yaml instances}}', '    instances: 3']],
    ],
    ['more that is kept out', 'dockerignore.hbs', [[/$/, '**/fixtures\n']]],
    [
      'another guide',
      'DEPLOYMENT.md.hbs',
      [[/[\s\S]*/, '# {{word name}}\n\nAsk the team. It listens on {{code listener}}.\n']],
    ],
  ]

  test.each([...allowed])('%s', (...one) => {
    const [_, template, edits, description] = one as unknown as Allowed
    expect(edit(template, edits, description).findings).toEqual([])
  })
})

test('what disagrees with a built-in file names the template it comes from', () => {
  const { findings } = edit('gunicorn.conf.py.hbs', [
    ['_KEEP_ALIVE = {{python keepAlive}}', '_KEEP_ALIVE = 75'],
  ])
  expect(findings).toEqual([])
  const ports = edit('gunicorn.conf.py.hbs', [
    ['_GRACEFUL_TIMEOUT = {{python gracefulTimeout}}', '_GRACEFUL_TIMEOUT = 120'],
  ])
  expect(ports.findings.map(({ rule, where }) => `${rule} ${where.file}`)).toEqual([
    'template-breaks-promise ours/gunicorn.conf.py.hbs',
    'grace-period-too-short porter.yaml',
  ])
  expect(ports.findings[1]?.message).toContain('ours/gunicorn.conf.py.hbs')
})
