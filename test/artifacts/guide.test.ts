import { readdirSync, readFileSync } from 'node:fs'
import { check } from 'prettier'
import { describe, expect, test } from 'vitest'
import { renderServices } from '../../src/artifacts/render.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { guide } from '../../src/targets/porter/guide/guide.ts'
import { alignTables, workerRows } from '../../src/targets/porter/guide/tables.ts'
import {
  anchorOf,
  headingsOf,
  load,
  nodesOf,
  processSections,
  renderGuide as render,
} from '../support/guide.ts'

const examples = new URL('../../examples/', import.meta.url)

const described: Record<string, string> = {
  ...Object.fromEntries(
    readdirSync(examples).map((name) => [
      name,
      readFileSync(new URL(`${name}/hoptix.yaml`, examples), 'utf8'),
    ]),
  ),
  'the smallest there is': 'name: a\napp: app:app\n',
  'one worker, hardly any memory': 'name: a\napp: app:app\nresources: {cpu: 0.1, memory: 128}\n',
  'everything at its most': `name: ${'a'.repeat(31)}
app: app:app
workers: 64
threads: 64
timeout: 3600
resources: {cpu: 64, memory: 262144, gpu: 8}
instances: 100
`,
  'private, quiet, health by the app, no CORS at all': `name: a
root: services/api
app: "api.main:make()"
appDir: src
private: true
logLevel: warning
health: {path: /, answeredBy: app}
cors: none
dependencies: {manager: uv}
maxRequests: 1000
image: {env: {SETTINGS: prod}, writable: [/app/uploads]}
`,
  'open to any origin, verbose, in JSON': `name: a
app: app:app
framework: django
logLevel: debug
logFormat: json
cors: {origins: ["*"], methods: ["GET", "M\`|\`X"], exposeHeaders: [X-A, X-B]}
domains: [a.example.com, b.example.com]
ingress: {maxBodySize: 1m, responseHeaderBuffer: 16k}
porter: {file: deploy/porter.yaml, service: api}
`,
  'with a private index':
    'name: a\napp: app:app\ndependencies: {manager: uv, indexSecret: private_index}\n',
  'any ASGI app': 'name: a\napp: app:app\nframework: asgi\nmaxRequests: 1000\n',
  'ASGI: made by a factory, private, quiet, in JSON': `name: a
root: services/api
app: "api.main:make()"
appDir: src
framework: fastapi
private: true
logLevel: error
logFormat: json
health: {path: /, answeredBy: app}
cors: none
dependencies: {manager: uv}
profile: high-traffic
resources: {cpu: 2, memory: 4096}
autoscaling: {min: 2, max: 6}
`,
  'ASGI: at its most, in JSON': `name: a
app: app:app
framework: starlette
logFormat: json
workers: 64
timeout: 3600
resources: {cpu: 64, memory: 262144}
instances: 100
`,
  'processes beside the app, from the whole repository': `name: shop
root: services/shop
context: repository
app: "shop:make()"
requires: [DATABASE_URL]
env: {COLOUR: vermilion}
predeploy: flask db upgrade
dependencies: {manager: uv}
processes:
  - {name: mails, type: worker, command: celery --app shop.tasks worker, autoscaling: {min: 1, max: 4}}
  - {name: prune, type: job, command: flask prune, cron: "0 3 * * *", timeout: 900}
  - {name: refill, type: job, command: python -m shop.refill, resources: {cpu: 4, memory: 8192, gpu: 1}}
porter: {extra: {nodeGroup: 2f1c1f0e-5d3a-4b6e-9a55-0c7d6f1b2a34, autoRollback: {enabled: true}}}
`,
  'one worker beside an ASGI app':
    'name: a\napp: app:app\nframework: fastapi\nprocesses: [{name: mails, type: worker, command: run mails}]\n',
  'ASGI: one worker, hardly any memory':
    'name: a\napp: app:app\nframework: fastapi\nresources: {cpu: 0.1, memory: 128}\n',
}

describe.each(Object.entries(described))('%s', (_name, text) => {
  const { spec, plan } = load(text)
  const markdown = guide.render(plan)
  const headings = headingsOf(markdown)

  test('has a value everywhere', () => {
    expect(markdown).not.toMatch(/undefined|\bnull\b|NaN|\[object|\{\{|\}\}\}/)
    expect(markdown).not.toMatch(/\n\n\n| \n/)
  })

  test('is a fixed point of prettier, marker included', async () => {
    // The guide is the built-in one, also where another file comes from a template of its own.
    const builtIn = { ...plan, templates: { ...plan.templates, value: undefined } }
    const [rendered] = renderServices([guide], [{ spec, plan: builtIn }])
    expect(await check(rendered?.artifact.content ?? '', { parser: 'markdown' })).toBe(true)
  })

  test('says the port, the health path and how to ask it', () => {
    const { port, 'health.path': health } = plan
    expect(markdown).toContain(`Container port: \`${port.value}\``)
    expect(markdown).toContain(`Listening at: http://0.0.0.0:${port.value} (1)`)
    expect(markdown).toContain(`curl -i http://localhost:${port.value}${health.value}\n`)
  })

  test('has headings that are unique, and links that lead to one', () => {
    const anchors = headings.map(anchorOf)
    expect(new Set(anchors).size).toBe(anchors.length)
    for (const link of nodesOf(markdown, 'link')) expect(anchors).toContain(link.destination)
  })

  test('has exactly the sections that apply', () => {
    expect(headings).toEqual(sectionsOf(plan))
  })

  test('names the language of every block', () => {
    for (const block of nodesOf(markdown, 'code_block')) {
      expect(['bash', 'text', 'python']).toContain(block.info)
    }
  })

  test('speaks of threads, or of the event loop', () => {
    const isAsgi = isServedByUvicorn(plan)
    expect(/^\| `GUNICORN_THREADS` +\|/m.test(markdown)).toBe(!isAsgi)
    expect(markdown.includes('\nGUNICORN_THREADS is ignored')).toBe(isAsgi)
    expect(/GUNICORN_THREADS=|requests at a time|`threads`/i.test(markdown)).toBe(!isAsgi)
    expect(markdown.includes('event loop')).toBe(isAsgi)
    expect(markdown.includes(`Using worker: ${plan.workerClass.value}`)).toBe(true)
    expect(markdown.includes('Application startup complete.')).toBe(isAsgi)
  })

  test('never offers a start command or debug mode in production', () => {
    for (const block of nodesOf(markdown, 'code_block')) {
      expect(block.literal).not.toMatch(/python app\.py|FLASK_ENV|FLASK_DEBUG|run: [^"]/)
    }
  })
})

const isServedByUvicorn = (plan: Plan) => plan.workerClass.value.startsWith('uvicorn')

function sectionsOf(plan: Plan): string[] {
  const isDjango = plan.framework.value === 'django'
  const isAsgi = isServedByUvicorn(plan)
  const lists = [plan.envGroups, plan.requires, plan.env, plan['image.env']]
  const sections: [string, boolean?][] = [
    [`Deploying ${plan.name.value}`],
    ['What is generated'],
    ['Settings'],
    ['Deployment'],
    ['What Porter must know'],
    ['Environment variables', lists.some(({ value }) => Object.keys(value).length > 0)],
    ['First deployment'],
    ['The secret of the private index', plan['dependencies.indexSecret'].value !== undefined],
    ['Domains', plan.domains.value.length > 0],
    ['Every later deployment'],
    ['Before each deployment', plan.predeploy.value !== undefined],
    ['In the image build', plan['image.build'].value.length > 0],
    ['Static files', isDjango],
    ['The start command stays empty'],
    ['Expected log output'],
    ['Verify the deployment'],
    ...processSections(plan),
    ['Environment overrides'],
    ['Troubleshooting'],
    ['502 or no answer'],
    ['Workers crash or run out of memory'],
    ['Slow answers and 504'],
    ['413 Request Entity Too Large'],
    ['400 from Django', isDjango],
    ['CORS errors in the browser'],
    ['More detail in the logs'],
    [isAsgi ? 'Workers and memory' : 'Workers, threads and memory'],
    ['WebSockets', isAsgi],
    ['Local development'],
    ['With the development server'],
    ['With the production image'],
    ['With the production server, without Docker', plan.framework.value !== 'wsgi'],
    ['Security'],
    ['CORS'],
    ['Monitoring'],
    ['Rollback'],
    ['Next steps'],
    ['If this guide does not help'],
  ]
  return sections.filter(([, applies]) => applies !== false).map(([heading]) => heading)
}

describe('what applies is said, and only that', () => {
  const says = (example: string) => expect(render(described[example] ?? ''))

  test('declared CORS: each origin, and a preflight that can be tried', () => {
    says('flask-cors-credentials').toContain('- `https://*.preview.example.com`\n')
    says('flask-cors-credentials').toContain("  -H 'Origin: https://app.example.com' \\\n")
    says('flask-cors-credentials').toContain('(credentials): yes')
    says('flask-guide').toContain('Left to the app:')
    says('flask-guide').not.toContain('-X OPTIONS')
  })

  test('a private service: no ingress and no public address', () => {
    says('flask-low-resource').toContain('curl -i http://INTERNAL-ADDRESS:8080/health')
    says('flask-low-resource').not.toMatch(/YOUR-ADDRESS|verify --url|ingress waits \d+ s for/)
  })

  test('domains, autoscaling and limits of the ingress', () => {
    says('flask-high-traffic').toContain('curl -i https://intake.example.com/health')
    says('flask-high-traffic').toContain(
      '2 to 6 instances and adds one above 70 % CPU or 80 % memory',
    )
    says('flask-high-traffic').toContain('bodies of up to `20m` through.')
    says('flask-guide').toContain('bodies of up to `50m` through, its default.')
  })

  test('JSON lines in the log where the log is JSON', () => {
    says('flask-high-traffic').toContain('"pid": 1, "message": "Starting gunicorn')
    says('flask-guide').toContain('[1] [INFO] Starting gunicorn')
  })

  test('a build secret: how it gets to the build, and only where there is one', () => {
    says('with a private index').toContain(
      'PORTER_BUILDKIT_ARGS="--secret id=private_index,src=$HOME/.netrc"',
    )
    says('with a private index').toContain('`--secret id=private_index,env=INDEX_NETRC`')
    says('with a private index').toContain('(#the-secret-of-the-private-index)')
    says('flask-guide').not.toContain('netrc')
  })

  test('env groups and required variables, by name', () => {
    says('flask-factory').toContain('- `storefront-production`\n')
    says('flask-factory').toContain('  --env SECRET_KEY \\\n')
    says('flask-factory').not.toContain('EUR')
  })

  test('Django: predeploy, static files, logging and host names', () => {
    says('django-predeploy').toContain('- `python manage.py migrate`\n')
    says('django-predeploy').toContain('`collectstatic` runs in the image build')
    says('django-predeploy').toContain('"root": {"handlers": ["console"], "level": "INFO"}')
    says('open to any origin, verbose, in JSON').toContain('Nothing collects static files.')
  })

  test('ASGI: blocking code, WebSockets, and the lines of uvicorn', () => {
    says('fastapi-tickets').toContain('`tickets` is a FastAPI service')
    says('fastapi-tickets').toContain('with 3 workers of uvicorn, and')
    says('fastapi-tickets').toContain('Three variables change the server')
    says('fastapi-tickets').toContain('Blocking code in `async def` stops every request')
    says('fastapi-tickets').toContain('in a pool of 40 threads')
    says('fastapi-tickets').toContain('[7] [INFO] Application startup complete.\n')
    says('fastapi-tickets').toContain('for example `203.0.113.9:0 - "GET / HTTP/1.1" 200`.')
    says('fastapi-tickets').toContain('errors and the 500 of an unhandled exception included')
    says('starlette-live').toContain('closed at once with code 1012')
    says('starlette-live').toContain('`CORSMiddleware` does not add them to the 500')
    says('ASGI: at its most, in JSON').toContain(
      '"logger": "uvicorn.error", "pid": 7, "message": "Application startup complete."}\n',
    )
    says('ASGI: at its most, in JSON').not.toContain('`seconds`')
    says('any ASGI app').toContain('`a` is an ASGI service')
    says('any ASGI app').not.toMatch(/CORSMiddleware|pool of 40|fastapi/)
    says('flask-guide').not.toMatch(/async|uvicorn|WebSocket/)
  })

  test('the development server of an ASGI app is uvicorn, however the app is made', () => {
    says('fastapi-tickets').toContain('\nuvicorn tickets:app --reload --port 8080\n')
    says('starlette-live').toContain(
      'cd service\nuvicorn --factory scoreboard.main:create_app --reload --port 8080\n',
    )
    says('ASGI: made by a factory, private, quiet, in JSON').toContain(
      '\nuv run uvicorn --app-dir src --factory api.main:make --reload --port 8080\n',
    )
  })

  test('access lines: what they hold', () => {
    says('flask-guide').toContain('200 13 0.004210 "curl/8.5.0"`')
    says('flask-high-traffic').toContain('`bytes`, `seconds` and `agent`')
    says('flask-guide').toContain('the path without its query string')
  })

  test('the body of the health path only where the bootstrap answers it', () => {
    says('flask-guide').toContain('{"status": "healthy", "service": "hoptix-backend"}\n')
    says('private, quiet, health by the app, no CORS at all').not.toContain('"status"')
  })
})

describe('the numbers of this service', () => {
  test('caps of the overrides, as gunicorn.conf.py logs them', () => {
    const text = render(described['flask-guide'] ?? '')
    expect(text).toContain(
      'Workers lowered from 64 to 8: each needs 128 MiB, and there are 1024 MiB.',
    )
    expect(text).toContain('Timeout lowered from 3600 to 125: the ingress waits 125 s;')
    expect(text).toContain('it must be a whole number from 1 to 64. Using 3.')
    expect(render(described['everything at its most'] ?? '')).not.toContain('lowered from')
  })

  test('how the workers came about', () => {
    const text = render(described['flask-guide'] ?? '')
    expect(text).toContain('- CPU: 2 x 1 + 1 = 3 workers, for 1 core\n')
    expect(text).toContain('- Memory: 1024 MB / 256 MB = 4 workers\n')
    expect(text).toContain('3 x 2 = 6 requests at a time')
    expect(render(described['flask-high-traffic'] ?? '')).toContain(
      'The profile `high-traffic` says **8** workers.',
    )
  })

  test('other numbers of workers, up to what memory carries', () => {
    expect(workerRows(3, 8, 2, 1024)).toEqual([
      { workers: 1, planned: false, requests: 2, memory: 1024 },
      { workers: 2, planned: false, requests: 4, memory: 512 },
      { workers: 3, planned: true, requests: 6, memory: 341 },
      { workers: 4, planned: false, requests: 8, memory: 256 },
      { workers: 8, planned: false, requests: 16, memory: 128 },
    ])
  })
})

test('free text stays code, whatever it holds', async () => {
  const commands = [
    'echo `date` | tee /tmp/x',
    '`a` && ``b`',
    '**bold** [link](http://x) <b>html</b> \\',
    '| a | b |',
    '--- # 1. "quoted"',
  ]
  const text = render(`name: a\napp: app:app\nimage: {build: ${JSON.stringify(commands)}}\n`)
  const spans = nodesOf(text, 'code').map(({ literal }) => literal)
  expect(spans).toEqual(expect.arrayContaining(commands))
  expect(nodesOf(text, 'html_inline')).toEqual([])
  expect(await check(text, { parser: 'markdown' })).toBe(true)
})

test('values of the environment are nowhere in it', () => {
  const text = render(
    'name: a\napp: app:app\nenv: {COLOUR: vermilion}\nimage: {env: {SHAPE: octagon}}\n',
  )
  expect(text).toContain('- `COLOUR`\n')
  expect(text).toContain('- `SHAPE`\n')
  expect(text).not.toMatch(/vermilion|octagon/)
})

test('is written beside the service, unless it is not wanted', () => {
  expect(guide.path(load('name: a\napp: app:app\nroot: backend\n').plan)).toBe(
    'backend/DEPLOYMENT.md',
  )
  expect(guide.path(load('name: a\napp: app:app\nguide: false\n').plan)).toBeUndefined()
})

test('a table is padded as prettier pads it', async () => {
  const aligned = alignTables(
    'a\n\n| x | |\n| --- | --- |\n| `long cell` | 1 |\n\n| y |\n| --- |\n',
  )
  expect(aligned).toContain('| x           |     |\n| ----------- | --- |\n| `long cell` | 1   |\n')
  expect(await check(aligned, { parser: 'markdown' })).toBe(true)
})
