import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { formatPath } from '../../src/spec/locate.ts'
import { type SpecRuleId, specRules } from '../../src/spec/rules/index.ts'
import type { SpecRule } from '../../src/spec/rules/rule.ts'
import { findingsOf, minimal, placeOf, placesOf } from './describe.ts'

/** Lines of a description, and for those that are caught the path and the place of each hit. */
interface Cases {
  readonly catches: readonly (readonly [lines: string, ...hits: string[]])[]
  readonly passes: readonly string[]
}

const uuid = '7d3f1c52-0b8e-4f6a-9a41-2c5d8e6b7f90'
const awsKey = 'AKIAABCDEFGHIJKLMNOP'

const cases = {
  'nothing-to-run': {
    catches: [
      ['name: shop\n', ' 1:1'],
      ['name: shop\nprocesses: []\n', ' 1:1'],
    ],
    passes: [
      'framework: flask\n',
      'name: shop\nprocesses: [{name: mail, type: worker, command: run mail}]\n',
    ],
  },
  'setting-needs-an-app': {
    catches: [
      [
        'name: shop\nport: 8000\nrequires: [A]\nprocesses: [{name: n, type: worker, command: run}]\n',
        'port 2:1',
        'requires 3:1',
      ],
      [
        'name: shop\nprocesses: [{name: n, type: worker, command: run}]\nporter:\n  service: api\n  extra: {sleep: true, autoRollback: {enabled: true}}\n',
        'porter.service 4:3',
        'porter.extra.sleep 5:11',
      ],
    ],
    passes: [
      'port: 8000\nporter: {extra: {sleep: true}}\n',
      'name: shop\nenv: {A: b}\npredeploy: run\nporter: {file: a.yaml}\nprocesses: [{name: n, type: worker, command: run}]\n',
    ],
  },
  'process-name-repeated': {
    catches: [
      ['processes:\n  - {name: web, type: worker, command: run}\n', 'processes[0].name 4:12'],
      [
        'porter: {service: api}\nprocesses:\n  - {name: web, type: worker, command: run}\n  - {name: web, type: job, command: run}\n  - {name: api, type: job, command: run}\n',
        'processes[1].name 6:12',
        'processes[2].name 7:12',
      ],
    ],
    passes: [
      'processes:\n  - {name: a, type: worker, command: run}\n  - {name: b, type: worker, command: run}\n',
      'name: shop\nprocesses: [{name: web, type: worker, command: run}]\n',
    ],
  },
  'process-setting-of-other-type': {
    catches: [
      [
        'processes:\n  - {name: a, type: worker, command: run, cron: "* * * * *", timeout: 60}\n',
        'processes[0].cron 4:43',
        'processes[0].timeout 4:62',
      ],
      [
        'processes:\n  - {name: a, type: job, command: run, instances: 2}\n  - {name: b, type: worker, command: run, porter: {extra: {allowConcurrent: true}}}\n',
        'processes[0].instances 4:40',
        'processes[1].porter.extra.allowConcurrent 5:60',
      ],
    ],
    passes: [
      'processes:\n  - {name: a, type: worker, command: run, autoscaling: {max: 3}}\n  - {name: b, type: job, command: run, timeout: 60, porter: {extra: {allowConcurrent: true}}}\n',
    ],
  },
  'porter-extra-contradicts': {
    catches: [
      ['private: true\nporter: {extra: {loadBalancers: [private_lb]}}\n', 'private 3:1'],
      [
        'porter: {extra: {pathRouting: [{path: /x, port: 9000}]}}\n',
        'porter.extra.pathRouting 3:18',
      ],
      [
        'porter:\n  extra:\n    ingressAnnotations:\n      nginx.ingress.kubernetes.io/proxy-read-timeout: "60"\n',
        'porter.extra.ingressAnnotations.nginx.ingress.kubernetes.io/proxy-read-timeout 6:7',
      ],
      [
        'porter:\n  extra:\n    autoscaling: {customAutoscaling: {prometheusMetricCustomAutoscaling: {metricName: m, threshold: 1}}}\n',
        'porter.extra.autoscaling 5:5',
      ],
      [
        'processes:\n  - name: p\n    type: worker\n    command: run\n    porter: {extra: {connections: [{type: awsRole, role: a}, {type: awsRole, role: b}]}}\n',
        'processes[0].porter.extra.connections[1] 7:62',
      ],
    ],
    passes: [
      'porter: {extra: {pathRouting: [{path: /, port: 8080}], loadBalancers: [private_lb]}}\n',
      'porter: {extra: {ingressAnnotations: {nginx.ingress.kubernetes.io/limit-rps: "20"}}}\n',
    ],
  },
  'app-shadows-the-server': {
    catches: [
      ['name: shop\napp: gunicorn:app\n', 'app 2:6'],
      ['name: shop\napp: flask.app:app\n', 'app 2:6'],
      ['name: shop\napp: hoptix_server:application\n', 'app 2:6'],
      ['app: "django:create()"\nname: shop\n', 'app 1:6'],
      ['name: shop\napp: werkzeug:app\n', 'app 2:6'],
    ],
    passes: ['name: shop\napp: shop.flask:app\n', 'name: shop\napp: flask_app:flask\n'],
  },
  'threads-of-an-event-loop': {
    catches: [
      ['framework: fastapi\nthreads: 4\n', 'threads 4:1'],
      ['threads: 1\nframework: asgi\n', 'threads 3:1'],
    ],
    passes: ['framework: fastapi\nworkers: 4\n', 'framework: flask\nthreads: 4\n', 'threads: 4\n'],
  },
  'max-requests-with-one-worker': {
    catches: [['workers: 1\nmaxRequests: 1000\n', 'maxRequests 4:14']],
    passes: [
      'workers: 2\nmaxRequests: 1000\n',
      'workers: 1\nmaxRequests: 0\n',
      'workers: 1\n',
      'profile: low-resource\nmaxRequests: 1000\n',
    ],
  },
  'workers-exceed-memory': {
    catches: [
      ['workers: 9\n', 'workers 3:10'],
      ['workers: 64\nresources: {memory: 8191}\n', 'workers 3:10'],
      ['resources:\n  memory: 512\nprofile: high-traffic\n', 'profile 5:10'],
      ['profile: high-traffic\nworkers: 5\nresources: {memory: 512}\n', 'workers 4:10'],
      ['workers: 2\nresources: {memory: 128}\n', 'workers 3:10'],
    ],
    passes: [
      'workers: 8\n',
      'workers: 64\nresources: {memory: 8192}\n',
      'workers: 1\nresources: {memory: 128}\n',
      'workers: auto\nresources: {memory: 128}\n',
      'profile: high-traffic\n',
      'profile: high-traffic\nworkers: 2\nresources: {memory: 256}\n',
    ],
  },
  'any-origin-with-credentials': {
    catches: [['cors:\n  credentials: true\n  origins: ["*"]\n', 'cors.credentials 4:16']],
    passes: [
      'cors: {origins: ["*"]}\n',
      'cors: {origins: ["*"], credentials: false}\n',
      'cors: {origins: ["https://*.example.com"], credentials: true}\n',
      'cors: none\n',
    ],
  },
  'any-origin-among-others': {
    catches: [
      ['cors:\n  origins:\n    - https://a.example.com\n    - "*"\n', 'cors.origins[1] 6:7'],
      ['cors: {origins: ["*", "https://a.example.com"]}\n', 'cors.origins[0] 3:18'],
    ],
    passes: [
      'cors: {origins: ["*"]}\n',
      'cors: {origins: ["https://a.example.com", "https://*.example.com"]}\n',
      'cors: none\n',
    ],
  },
  'health-hides-the-root': {
    catches: [
      ['health: {path: /}\n', 'health.path 3:16'],
      ['health: {path: /, answeredBy: bootstrap}\n', 'health.path 3:16'],
    ],
    passes: [
      'health: {path: /, answeredBy: app}\n',
      'health: {path: /healthz}\n',
      'health: {startupSeconds: 9}\n',
    ],
  },
  'dependency-file-of-another-manager': {
    catches: [
      ['dependencies:\n  manager: uv\n  files: [requirements.txt]\n', 'dependencies.files 5:10'],
      ['dependencies: {manager: poetry, files: [pyproject.toml]}\n', 'dependencies.files 3:40'],
      ['dependencies: {manager: pipenv, files: [Pipfile.lock]}\n', 'dependencies.files 3:40'],
      [
        'dependencies: {manager: pdm, files: [pyproject.toml, uv.lock]}\n',
        'dependencies.files 3:37',
      ],
      ['dependencies: {files: [requirements.txt, pyproject.toml]}\n', 'dependencies.files[1] 3:42'],
      [
        'dependencies: {manager: uv, files: [api/pyproject.toml, api/uv.lock]}\n',
        'dependencies.files 3:36',
      ],
    ],
    passes: [
      'dependencies: {files: [requirements/base.txt]}\n',
      'dependencies: {manager: pip, files: [anything.in]}\n',
      'dependencies: {manager: uv}\n',
      'dependencies: {manager: uv, files: [uv.lock, pyproject.toml]}\n',
      'dependencies: {manager: poetry, files: [pyproject.toml, poetry.lock, README.md]}\n',
    ],
  },
  'needed-file-is-ignored': {
    catches: [
      ['dependencies: {files: [tests/requirements.txt]}\n', 'dependencies.files[0] 3:24'],
      ['dependencies: {files: [a.txt, .env.txt]}\n', 'dependencies.files[1] 3:31'],
      ["image:\n  ignore: ['*.txt']\n", 'image.ignore 4:11'],
      ['image:\n  ignore: [requirements.*]\n', 'image.ignore 4:11'],
      ['dependencies: {manager: uv}\nimage:\n  ignore: [uv.loc?]\n', 'image.ignore 5:11'],
      ['image: {ignore: [app.py]}\n', 'app 2:6'],
      ['name: shop\napp: tests.web:app\n', 'app 2:6'],
    ],
    passes: [
      'dependencies: {files: [src/tests/requirements.txt]}\n',
      "image: {ignore: ['*.csv', docs/requirements.txt]}\n",
      'image: {ignore: [requirements]}\n',
    ],
  },
  'manager-has-own-indexes': {
    catches: [
      [
        'dependencies:\n  manager: uv\n  indexes:\n    - url: https://a.example.com/simple\n      packages: [torch==1.0]\n',
        'dependencies.indexes 5:3',
      ],
      [
        'dependencies:\n  steps:\n    - packages: [torch==1.0]\n  manager: poetry\n',
        'dependencies.steps 4:3',
      ],
      [
        'dependencies: {manager: pdm, indexes: [{url: "https://a.example.com", packages: [b==1]}], steps: [{packages: [a==1]}]}\n',
        'dependencies.indexes 3:30',
        'dependencies.steps 3:91',
      ],
    ],
    passes: [
      'dependencies: {manager: uv, indexSecret: private}\n',
      'dependencies: {manager: pipenv, indexes: [], steps: []}\n',
      'dependencies: {steps: [{packages: [a==1]}]}\n',
      'dependencies: {manager: pip, indexes: [{url: "https://a.example.com", packages: [b==1]}]}\n',
    ],
  },
  'package-pinned-twice': {
    catches: [
      [
        'dependencies:\n  indexes:\n    - url: https://a.example.com\n      packages: [torch==1.0]\n    - url: https://b.example.com\n      packages: [numpy==2.0, Torch==1.0]\n',
        'dependencies.indexes[1].packages[1] 8:30',
      ],
      [
        'dependencies:\n  indexes: [{url: "https://a.example.com", packages: [torch_vision==1]}]\n  steps: [{packages: [Torch.Vision==2]}]\n',
        'dependencies.steps[0].packages[0] 5:23',
      ],
      [
        'dependencies: {steps: [{packages: [a==1]}, {packages: [a==1]}]}\n',
        'dependencies.steps[1].packages[0] 3:56',
      ],
    ],
    passes: [
      'dependencies: {steps: [{packages: [a==1, ab==1]}, {packages: [b==1]}]}\n',
      'dependencies: {steps: []}\n',
    ],
  },
  'extra-index-in-environment': {
    catches: [
      [
        'image: {env: {PIP_EXTRA_INDEX_URL: "https://a.example.com"}}\n',
        'image.env.PIP_EXTRA_INDEX_URL 3:15',
      ],
      [
        'image:\n  env:\n    A: b\n    UV_FIND_LINKS: https://a.example.com\n',
        'image.env.UV_FIND_LINKS 6:5',
      ],
    ],
    passes: [
      'image: {env: {PIP_INDEX_URL: "https://a.example.com"}}\n',
      'env: {PIP_EXTRA_INDEX_URL: "https://a.example.com"}\n',
    ],
  },
  'instances-beside-autoscaling': {
    catches: [
      ['instances: 2\nautoscaling: {max: 4}\n', 'instances 3:1'],
      ['autoscaling: {max: 4}\ninstances:  1\n', 'instances 4:1'],
    ],
    passes: ['instances: 2\n', 'autoscaling: {min: 2}\n'],
  },
  'autoscaling-range-reversed': {
    catches: [
      [
        'processes: [{name: a, type: worker, command: run, autoscaling: {min: 3, max: 2}}]\n',
        'processes[0].autoscaling.max 3:78',
      ],
      ['autoscaling: {min: 4, max: 3}\n', 'autoscaling.max 3:28'],
      ['autoscaling: {min: 11}\n', 'autoscaling.min 3:20'],
    ],
    passes: [
      'autoscaling: {min: 3, max: 3}\n',
      'autoscaling: {min: 10}\n',
      'autoscaling: {max: 1}\n',
      'autoscaling: {cpu: 50}\n',
    ],
  },
  'private-service-with-domains': {
    catches: [
      ['private: true\ndomains: [a.example.com]\n', 'domains 4:1'],
      ['private: true\ningress: {maxBodySize: 1m}\n', 'ingress 4:1'],
      [
        'ingress: {maxBodySize: 1m}\ndomains: [a.example.com]\nprivate: true\n',
        'ingress 3:1',
        'domains 4:1',
      ],
    ],
    passes: [
      'private: true\n',
      'private: true\ndomains: []\n',
      'private: false\ndomains: [a.example.com]\n',
      'domains: [a.example.com]\ningress: {maxBodySize: 1m}\n',
    ],
  },
  'ci-needs-its-target': {
    catches: [
      ['ci: github\n', 'ci 3:5'],
      ['ci: github\nporter: {project: 1, cluster: 2}\n', 'ci 3:5'],
      [`porter: {project: 1, deploymentTarget: ${uuid}}\nci: github\n`, 'ci 4:5'],
      [`ci: github\nporter: {cluster: 2, deploymentTarget: ${uuid}}\n`, 'ci 3:5'],
    ],
    passes: [
      `ci: github\nporter: {project: 1, cluster: 2, deploymentTarget: ${uuid}}\n`,
      'ci: none\n',
      'ci: none\nporter: {project: 1}\n',
      'porter: {cluster: 1}\n',
    ],
  },
  'command-needs-a-shell': {
    catches: [
      [
        'processes:\n  - {name: a, type: job, command: "run && stop"}\n  - {name: b, type: job, command: "a  b"}\n',
        'processes[0].command 4:35',
        'processes[1].command 5:35',
      ],
      ['predeploy: make a && make b\n', 'predeploy 3:12'],
      ['predeploy: make a; make b\n', 'predeploy 3:12'],
      ['predeploy: echo $HOME\n', 'predeploy 3:12'],
      ['predeploy: python -c "x"\n', 'predeploy 3:12'],
      ["predeploy: python -c 'x'\n", 'predeploy 3:12'],
      ['predeploy: make | tee log\n', 'predeploy 3:12'],
      ['predeploy: make > log\n', 'predeploy 3:12'],
      ['predeploy: make < in\n', 'predeploy 3:12'],
      ['predeploy: make  all\n', 'predeploy 3:12'],
      ['predeploy: " make"\n', 'predeploy 3:12'],
      ['predeploy: "make "\n', 'predeploy 3:12'],
      ['predeploy: echo `id`\n', 'predeploy 3:12'],
      ['predeploy: echo a\\b\n', 'predeploy 3:12'],
    ],
    passes: [
      'predeploy: python manage.py migrate --noinput\n',
      'predeploy: ./scripts/release.sh --since=2026-01-01 a,b\n',
      'image: {build: [make a && make b > log]}\n',
    ],
  },
  'secret-in-description': {
    catches: [
      ...['PGPASSWORD', 'DB_PASS', 'MYSQL_PWD', 'SECRET_KEY_BASE', 'REDIS_AUTH', 'AUTHTOKEN'].map(
        (name): [string, string] => [
          `env: {${name}: hunter2hunter2}\n`,
          `env.${name} 3:${name.length + 9}`,
        ],
      ),
      ['env:\n  DATABASE_URL: postgres://app:pw@db/shop\n', 'env.DATABASE_URL 4:17'],
      ['env: {REDIS_URL: "redis://:pw@cache:6379"}\n', 'env.REDIS_URL 3:18'],
      ['env: {SECRET_KEY: not-random}\n', 'env.SECRET_KEY 3:19'],
      ['env: {STRIPE_API_KEY: x1y2z3}\n', 'env.STRIPE_API_KEY 3:23'],
      ['env: {db_password: x1y2z3}\n', 'env.db_password 3:20'],
      ['image: {env: {AUTH_TOKEN: x1y2z3}}\n', 'image.env.AUTH_TOKEN 3:27'],
      [`image:\n  build:\n    - make\n    - upload ${awsKey}\n`, 'image.build[1] 6:7'],
      [`predeploy: upload ${awsKey}\n`, 'predeploy 3:12'],
      [`env: {A: ghp_${'a1'.repeat(18)}}\n`, 'env.A 3:10'],
      [`env: {A: glpat-${'a1'.repeat(10)}}\n`, 'env.A 3:10'],
      [`env: {A: xoxb-${'1'.repeat(12)}-abc}\n`, 'env.A 3:10'],
      [`env: {A: sk_live_${'a1'.repeat(8)}}\n`, 'env.A 3:10'],
      [`env: {A: sk-proj-${'a1'.repeat(16)}}\n`, 'env.A 3:10'],
      [`env: {A: AIza${'a'.repeat(35)}}\n`, 'env.A 3:10'],
      [`env: {A: pypi-AgEI${'a'.repeat(30)}}\n`, 'env.A 3:10'],
      [`env: {A: eyJ${'a'.repeat(10)}.eyJ${'a'.repeat(10)}.sig}\n`, 'env.A 3:10'],
      ['env: {A: "-----BEGIN RSA PRIVATE KEY-----"}\n', 'env.A 3:10'],
      [
        `env: &e\n  TOKEN: ${awsKey}\nimage:\n  env: {<<: *e}\n`,
        'env.TOKEN 4:10',
        'image.env.TOKEN 4:10',
      ],
    ],
    passes: [
      'env: {DATABASE_HOST: db.internal, LOG_SQL: "false"}\n',
      'env: {DATABASE_URL: "postgres://db/shop", SITE: "https://shop.example.com/a:b@c"}\n',
      'env: {DATABASE_URL: "postgres://app:$DB_PASSWORD@db/shop"}\n',
      'env: {SECRET_KEY: "", API_KEY: none, TOKEN: "0", PASSWORD: "false"}\n',
      'env: {TOKEN_URL: https://auth.example.com/token, PASSWORD_MIN_LENGTH: "12"}\n',
      'env: {SECRET_KEY_FILE: /run/secrets/key, KEYBOARD: qwerty}\n',
      'requires: [SECRET_KEY, DATABASE_PASSWORD]\nenvGroups: [shop-secrets]\n',
    ],
  },
} as const satisfies Record<SpecRuleId, Cases>

const rules: readonly SpecRule[] = specRules

test('every rule about the meaning of a description has cases here', () => {
  expect(Object.keys(cases).sort()).toEqual(specRules.map(({ id }) => id).sort())
  for (const { catches, passes } of Object.values(cases)) {
    expect(catches.length).toBeGreaterThan(0)
    expect(passes.length).toBeGreaterThan(0)
  }
})

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const { catches, passes }: Cases = cases[id as SpecRuleId]

  test('has a name, a reason and a fix', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)+$/)
    expect(rule.why).toMatch(/^[\S].*\.$/s)
    expect(rule.fix).toMatch(/^[A-Z].*\.$/s)
  })

  test.each(catches)('catches %j at %s', (lines, ...hits) => {
    const text = complete(lines)
    expect(
      rule
        .find(parse(text, { merge: true }))
        .map(({ path }) => formatPath(path))
        .sort(),
    ).toEqual(hits.map((hit) => hit.split(' ')[0]).sort())
    expect(placesOf(text)).toEqual(hits.map((hit) => `${id} ${hit.split(' ')[1]}`))
    for (const finding of findingsOf(text)) {
      expect(finding.severity, placeOf(finding)).toBe(rule.severity)
      expect(finding.message).toMatch(/^\S.*\.$/)
      expect(finding.fix).toMatch(/^[A-Z].*\.$/)
    }
  })

  test.each(passes)('passes %j', (lines) => {
    const text = complete(lines)
    expect(rule.find(parse(text, { merge: true }))).toEqual([])
    expect(placesOf(text)).toEqual([])
  })
})

test('ci-needs-its-target names each key that is missing', () => {
  const [finding] = findingsOf(`${minimal}ci: github\nporter: {cluster: 2}\n`)
  expect(finding?.message).toMatch(/`porter\.project`, `porter\.deploymentTarget`/)
  expect(finding?.message).not.toMatch(/`porter\.cluster`/)
})

describe('a rule judges what is right beside what is wrong', () => {
  test.each([
    ['workers: 9\nport: x\n', 'workers-exceed-memory'],
    ['workers: 9\nresources: {memory: x}\n', 'workers-exceed-memory'],
    ['cors: {origins: ["*"], credentials: true, colour: red}\n', 'any-origin-with-credentials'],
    ['health: {path: /, answeredBy: nobody}\n', 'health-hides-the-root'],
    ['instances: 2\nautoscaling: {max: x}\n', 'instances-beside-autoscaling'],
    ['env: {SECRET_KEY: abc123, A: 1}\n', 'secret-in-description'],
  ])('in %j: %s', (lines, rule) => {
    expect(findingsOf(minimal + lines).map((finding) => finding.rule)).toContain(rule)
  })

  test('and never fails on values of the wrong kind', () => {
    for (const wrong of ['null', '1', 'true', '[]', '{}', '[[]]', '[null]', '{a: {b: []}}', '""']) {
      const keys = ['app', 'cors', 'workers', 'maxRequests', 'resources', 'profile', 'health']
      const more = ['dependencies', 'autoscaling', 'private', 'domains', 'ingress', 'predeploy']
      const lines = [...keys, ...more].map((key) => `${key}: ${wrong}\n`).join('')
      expect(findingsOf(lines).length, wrong).toBeGreaterThan(0)
    }
  })
})

/** Lines that name an app, or the service, are a description already; others are added to the smallest one. */
function complete(lines: string): string {
  return /^(?:app|name):/m.test(lines) ? lines : minimal + lines
}
