import { describe, expect, test } from 'vitest'
import { guards } from '../../../src/audit/own/index.ts'
import { artifactKinds } from '../../../src/pipeline.ts'
import type { PromiseId } from '../../../src/promises.ts'
import { asgi, deployed, type Edit, edit, wsgi } from './edit.ts'

test('every kind of file has a guard', () => {
  expect(Object.keys(guards).sort()).toEqual(artifactKinds.map(({ name }) => name).sort())
})

/** `near` is how far from the edit the line may be named: what is missing is named where it belongs. */
type Case = readonly [
  promise: PromiseId,
  what: string,
  template: string,
  edits: readonly Edit[],
  options?: { readonly near?: number; readonly description?: string },
]

const application = /application = with_health\(application\)\n/

const cases: readonly Case[] = [
  [
    'bind',
    'a loopback in the start command',
    'Dockerfile.hbs',
    [
      [
        '    {{#each this}}{{json this}}{{#unless @last}}, ',
        '    {{#each this}}"127.0.0.1:9"{{#unless @last}}, ',
      ],
    ],
    { near: 3 },
  ],
  [
    'bind',
    'variables that are not cleared',
    'Dockerfile.hbs',
    [['    "-u", {{json this}}, \\\n', '']],
    { near: 3 },
  ],
  [
    'bind',
    'a bind of its own',
    'gunicorn.conf.py.hbs',
    [['bind = f"0.0.0.0:{_PORT}"', 'bind = "[::]:8080"']],
  ],
  [
    'bind',
    'another setting of gunicorn',
    'gunicorn.conf.py.hbs',
    [['# --- The settings ---\n', '# --- The settings ---\ndaemon = True\n']],
    { near: 1 },
  ],
  [
    'bind',
    'a hook that moves the listener',
    'gunicorn.conf.py.hbs',
    [
      [
        'on_reload = on_starting',
        'def when_ready(server):\n    server.cfg.set("bind", "127.0.0.1:9")\n\n\non_reload = on_starting',
      ],
    ],
    { near: 1 },
  ],
  [
    'bind',
    'a name changed behind our back',
    'gunicorn.conf.py.hbs',
    [['on_reload = on_starting', 'globals()["bind"] = "x"\non_reload = on_starting']],
  ],
  [
    'bind',
    'another working folder',
    'Dockerfile.hbs',
    [['USER 10001:10001\n', 'USER 10001:10001\nWORKDIR /srv\n']],
    { near: 1 },
  ],
  [
    'bind',
    'another configuration copied over ours',
    'Dockerfile.hbs',
    [['USER 10001:10001\n', 'COPY --from=builder /x.py /app/gunicorn.conf.py\nUSER 10001:10001\n']],
  ],
  [
    'bind',
    'a variable that the server reads',
    'Dockerfile.hbs',
    [['USER 10001:10001\n', 'ENV GUNICORN_CMD_ARGS="--bind=127.0.0.1:9"\nUSER 10001:10001\n']],
  ],
  [
    'bind',
    'a check of the app that is gone',
    'hoptix_server.py.hbs',
    [['    if not callable(app) or not takes_two(app):', '    if not callable(app):']],
  ],
  ['one-port', 'another EXPOSE', 'Dockerfile.hbs', [['EXPOSE {{word port}}', 'EXPOSE 80']]],
  [
    'one-port',
    'a second EXPOSE',
    'Dockerfile.hbs',
    [['EXPOSE {{word port}}', 'EXPOSE {{word port}}\nEXPOSE 9100']],
    { near: 1 },
  ],
  [
    'one-port',
    'another port on Porter',
    'porter.yaml.hbs',
    [['    port: {{yaml port}}', '    port: 80']],
  ],
  [
    'one-port',
    'another port in the guide',
    'DEPLOYMENT.md.hbs',
    [['## What is generated', 'It listens on 0.0.0.0:8000.\n\n## What is generated']],
  ],
  ['no-override', 'no empty run', 'porter.yaml.hbs', [['    run: ""\n', '']], { near: 4 }],
  ['no-override', 'a run', 'porter.yaml.hbs', [['    run: ""\n', '    run: python app.py\n']]],
  [
    'no-override',
    'an entrypoint',
    'Dockerfile.hbs',
    [['ENTRYPOINT []', 'ENTRYPOINT ["/start.sh"]']],
  ],
  ['no-override', 'no entrypoint', 'Dockerfile.hbs', [['ENTRYPOINT []\n', '']], { near: 5 }],
  [
    'no-override',
    'a workflow that applies no file',
    'workflow.yml.hbs',
    [['porter apply -f', 'porter apply --ignored']],
    { description: deployed },
  ],
  [
    'no-override',
    'a workflow that deploys another app',
    'workflow.yml.hbs',
    [['PORTER_APP_NAME: {{yaml name}}', 'PORTER_APP_NAME: other']],
    { description: deployed, near: 60 },
  ],
  ['no-override', 'another type', 'porter.yaml.hbs', [['    type: web', '    type: worker']]],
  [
    'production-server',
    'a development server',
    'Dockerfile.hbs',
    [[/CMD \["\/usr[\s\S]*(?=\{\{\/unless)/, 'CMD ["python", "app.py"]\n']],
  ],
  [
    'production-server',
    'no gunicorn',
    'Dockerfile.hbs',
    [[/RUN pip install\{\{#each serverR.*\n/, '']],
    { near: 5 },
  ],
  [
    'production-server',
    "the server installed into the base's Python",
    'Dockerfile.hbs',
    [[/ENV \{\{#each installEnv\}\}[\s\S]*?\{\{\/each\}\}\n/, '']],
    { near: 13 },
  ],
  [
    'bind',
    'another place that pip fills',
    'Dockerfile.hbs',
    [['COPY . .\n', 'ENV PIP_PYTHON=/usr/bin/python3\nCOPY . .\n']],
  ],
  [
    'production-server',
    'packages installed over it',
    'Dockerfile.hbs',
    [['{{#if build}}\n', 'RUN pip install gunicorn\n{{#if build}}\n']],
  ],
  [
    'production-server',
    'a server without the dependencies of the app',
    'Dockerfile.hbs',
    [['FROM dependencies AS builder', 'FROM base AS builder']],
  ],
  [
    'production-server',
    'another image as the last stage',
    'Dockerfile.hbs',
    [[/$/, 'FROM python:3.13-slim-trixie\n']],
  ],
  [
    'production-server',
    'no switch for debug mode',
    'hoptix_server.py.hbs',
    [['application = without_debug(load_app())', 'application = load_app()']],
  ],
  [
    'production-server',
    'a switch that leaves it on',
    'hoptix_server.py.hbs',
    [['            layer.debug = False', '            layer.debug = True']],
  ],
  [
    'production-server',
    'debug switched on again',
    'hoptix_server.py.hbs',
    [[application, '$&application.debug = True\n']],
    { near: 1 },
  ],
  [
    'production-server',
    'a server started on import',
    'hoptix_server.py.hbs',
    [[application, '$&application.run(port=8080)\n']],
    { near: 1 },
  ],
  [
    'production-server',
    'another environment',
    'Dockerfile.hbs',
    [['{{word name}}={{dockerfile value}}', '{{word name}}="1"']],
  ],
  [
    'production-server',
    'another image to build',
    'porter.yaml.hbs',
    [['  dockerfile: {{yaml dockerfile}}', '  dockerfile: ./other/Dockerfile']],
  ],
  [
    'sized',
    'workers by the cores of the node',
    'gunicorn.conf.py.hbs',
    [
      [
        '    whole_number("GUNICORN_WORKERS", _planned_workers, 64),',
        '    os.cpu_count() * 2 + 1,',
      ],
    ],
  ],
  [
    'sized',
    'workers set again',
    'gunicorn.conf.py.hbs',
    [['# --- The settings ---\n', '$&workers = 64\n']],
    { near: 20 },
  ],
  [
    'sized',
    'caps that are not logged',
    'gunicorn.conf.py.hbs',
    [['    for note in _notes:\n        server.log.warning(note)\n', '']],
    { near: 12 },
  ],
  [
    'sized',
    'less memory on Porter than the workers are planned for',
    'porter.yaml.hbs',
    [['    ramMegabytes: {{yaml memory}}', '    ramMegabytes: 256']],
  ],
  [
    'drained',
    'a shorter grace period',
    'porter.yaml.hbs',
    [['Seconds: {{yaml terminationGracePeriod}}', 'Seconds: 30']],
  ],
  [
    'drained',
    'a longer drain',
    'gunicorn.conf.py.hbs',
    [['graceful_timeout = _GRACEFUL_TIMEOUT', 'graceful_timeout = 600']],
  ],
  [
    'drained',
    'another signal',
    'Dockerfile.hbs',
    [['USER 10001:10001\n', 'STOPSIGNAL SIGKILL\nUSER 10001:10001\n']],
  ],
  [
    'kept-alive',
    'the default keep-alive',
    'gunicorn.conf.py.hbs',
    [['keepalive = _KEEP_ALIVE', 'keepalive = 2']],
  ],
  [
    'kept-alive',
    'a proxy that gives up first',
    'porter.yaml.hbs',
    [['      {{yaml name}}: {{yaml value}}\n', '      {{yaml name}}: "60"\n']],
  ],
  [
    'kept-alive',
    'no handling of exceptions',
    'hoptix_server_asgi.py.hbs',
    [['application = with_errors(application)\n', '']],
    { description: asgi, near: 3 },
  ],
  [
    'healthy',
    'a bootstrap that answers no health',
    'hoptix_server.py.hbs',
    [[application, '']],
    { near: 6 },
  ],
  [
    'healthy',
    'health behind a layer',
    'hoptix_server.py.hbs',
    [[application, '$&application = Guard(application)\n']],
    { near: 2 },
  ],
  [
    'healthy',
    'another answer',
    'hoptix_server.py.hbs',
    [['start_response("200 OK", headers)', 'start_response("204 No Content", headers)']],
  ],
  [
    'healthy',
    'another health check',
    'Dockerfile.hbs',
    [['CMD {{json healthCommand}}', 'CMD ["/opt/venv/bin/python", "-c", "pass"]']],
    { near: 1 },
  ],
  [
    'healthy',
    'another path on Porter',
    'porter.yaml.hbs',
    [['httpPath: {{yaml healthPath}}', 'httpPath: /']],
  ],
  ['healthy', 'a startup check', 'porter.yaml.hbs', [['    readinessCheck:', '    startupCheck:']]],
  [
    'healthy',
    'an impatient check',
    'porter.yaml.hbs',
    [['timeoutSeconds: {{yaml probeTimeout}}', 'timeoutSeconds: 1']],
  ],
  [
    'healthy',
    'health of an ASGI app that another scope type answers',
    'hoptix_server_asgi.py.hbs',
    [
      [
        'if scope["type"] != "http" or scope["path"] != HEALTH_PATH:',
        'if scope["path"] != HEALTH_PATH:',
      ],
    ],
    { description: asgi },
  ],
  [
    'cors-exact',
    'any origin',
    'hoptix_server.py.hbs',
    [[/CORS_ORIGINS = \[\n[\s\S]*?\n\]/, 'CORS_ORIGINS = ["*"]']],
  ],
  [
    'cors-exact',
    'no CORS layer',
    'hoptix_server.py.hbs',
    [[/application = with_cors\(application\).*\n/, '']],
    { near: 4 },
  ],
  [
    'cors-exact',
    'a layer outside of it',
    'hoptix_server.py.hbs',
    [[/application = with_cors\(application\).*\n/, '$&application = Outer(application)\n']],
    { near: 1 },
  ],
  [
    'cors-exact',
    'the layers in another order',
    'hoptix_server.py.hbs',
    [
      [/\{\{#if cors\}\}\napplication = with_cors.*\n\{\{\/if\}\}\n/, ''],
      [
        '{{#if answersHealth}}\napplication =',
        'application = with_cors(application)\n{{#if answersHealth}}\napplication =',
      ],
    ],
  ],
  [
    'cors-exact',
    'headers that are not sent',
    'hoptix_server.py.hbs',
    [['    return [*kept, ("Vary", ", ".join(vary)), *granted]', '    return [*kept, *granted]']],
  ],
  [
    'cors-exact',
    'origins added by code',
    'hoptix_server.py.hbs',
    [['class StartError', 'CORS_ORIGINS.append("https://evil.example")\n\n\nclass StartError']],
  ],
  [
    'cors-exact',
    'a pattern that is not anchored',
    'hoptix_server.py.hbs',
    [['pattern.fullmatch(origin)', 'pattern.match(origin)']],
  ],
  [
    'cors-exact',
    'an ASGI app without the layer',
    'hoptix_server_asgi.py.hbs',
    [[/application = with_cors\(application\).*\n/, '']],
    { description: asgi, near: 4 },
  ],
  ['unprivileged', 'root', 'Dockerfile.hbs', [['USER 10001:10001', 'USER root']]],
  [
    'unprivileged',
    'root afterwards',
    'Dockerfile.hbs',
    [['USER 10001:10001\n', 'USER 10001:10001\nUSER 0\n']],
    { near: 1 },
  ],
  [
    'unprivileged',
    'a heartbeat file on the disk',
    'gunicorn.conf.py.hbs',
    [['worker_tmp_dir = "/dev/shm"', 'worker_tmp_dir = "/app"']],
  ],
  [
    'no-secrets',
    'a .env that is copied',
    'Dockerfile.hbs',
    [['ENV HOME="/tmp"', 'COPY .env /app/.env\nENV HOME="/tmp"']],
  ],
  [
    'no-secrets',
    'a folder that is copied into the image',
    'Dockerfile.hbs',
    [['ENV HOME="/tmp"', 'COPY config /app/config\nENV HOME="/tmp"']],
  ],
  [
    'no-secrets',
    'a key that is copied into the first stage',
    'Dockerfile.hbs',
    [['WORKDIR {{word home}}', 'COPY tls.key /etc/ssl/\nWORKDIR {{word home}}']],
  ],
  [
    'no-secrets',
    'a copy behind the step that cleans',
    'Dockerfile.hbs',
    [['{{#if build}}\n', 'COPY . .\n{{#if build}}\n']],
  ],
  [
    'no-secrets',
    'the source copied past the builder',
    'Dockerfile.hbs',
    [['COPY --from=builder {{word contextHome}} {{word contextHome}}\n', 'COPY . {{word home}}\n']],
  ],
  [
    'no-secrets',
    'a shorter list of what never ships',
    'Dockerfile.hbs',
    [['    && find . -type f -name', '    || true && find . -type f -name']],
    { near: 12 },
  ],
  [
    'no-secrets',
    'a .dockerignore that takes files back in',
    'dockerignore.hbs',
    [[/$/, '!.env\n']],
  ],
  [
    'no-secrets',
    'an empty .dockerignore',
    'dockerignore.hbs',
    [[/[\s\S]*/, '# nothing\n']],
    { near: 99 },
  ],
  [
    'no-secrets',
    'a token in an argument',
    'Dockerfile.hbs',
    [['USER 10001:10001\n', 'ENV API_TOKEN="abcdefgh"\nUSER 10001:10001\n']],
  ],
  [
    'no-secrets',
    'query strings in the log',
    'gunicorn.conf.py.hbs',
    [['"path": environ.get("PATH_INFO"),', '"path": environ.get("RAW_URI"),']],
  ],
  [
    'builds-anywhere',
    'a mount',
    'Dockerfile.hbs',
    [
      [
        '    {{/if}}{{run install}}',
        '    {{/if}}--mount=type=cache,target=/root/.cache {{run install}}',
      ],
    ],
    { near: 1 },
  ],
  [
    'same-bytes',
    'a folder of one machine',
    'gunicorn.conf.py.hbs',
    [['# fmt: off', '# from /Users/ann/shop']],
  ],
  [
    'consent',
    'the name of another app',
    'porter.yaml.hbs',
    [['name: {{yaml name}}\n\nbuild', 'name: other\n\nbuild']],
  ],
]
describe('an edit of an ejected template is refused', () => {
  test.each([...cases])('%s: %s', (...one) => {
    const [promise, _, template, edits, options = {}] = one as unknown as Case
    const { near = 0, description = wsgi } = options
    const { findings, line } = edit(template, edits, description)
    expect(findings.every(({ severity }) => severity === 'error')).toBe(true)
    const named = findings.filter(({ message }) =>
      new RegExp(`\\(promises?: [^)]*\\b${promise}\\b`).test(message),
    )
    expect(named, JSON.stringify(findings, null, 1)).not.toEqual([])
    const inTemplate = named.filter(({ where }) => where.file === `ours/${template}`)
    expect(inTemplate).not.toEqual([])
    for (const { message, where } of inTemplate) {
      expect(message).toMatch(where.line ? /^As [^ ]+:\d+: / : /^As [^ ]+: /)
    }
    const distances = inTemplate.map(({ where }) => Math.abs((where.line ?? line) - line))
    expect(Math.min(...distances), JSON.stringify(inTemplate, null, 1)).toBeLessThanOrEqual(near)
  })

  test('and every promise that a file can break was broken', () => {
    const broken = new Set(cases.map(([promise]) => promise))
    expect(broken.size).toBe(14)
  })
})
