import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Artifact } from '../../src/artifacts/artifact.ts'
import { proveArtifacts } from '../../src/audit/prove.ts'
import {
  exampleFolder,
  exampleNames,
  renderDescription,
  renderExample,
} from '../support/examples.ts'
import { type Sabotage, sabotages } from './sabotages.ts'

test.each(exampleNames)('every promise holds for what %s renders', (name) => {
  expect(proveArtifacts(renderExample(name).artifacts)).toEqual([])
})

test('every promise holds for two services of one repository, in folders that are named like tests', () => {
  const shop = `
    name: shop
    root: examples/shop
    app: app:app
    port: 9000
    porter: { file: examples/shop/porter.yaml }`
  const desk = `
    name: desk
    root: tests/desk
    app: app:app
    workers: 4
    timeout: 600
    gracefulTimeout: 90
    keepAlive: 61
    health: { answeredBy: app, path: /ok }
    private: true
    porter: { file: tests/desk/deploy.yaml }`
  const artifacts = [shop, desk].flatMap((text) => renderDescription(text).artifacts)
  expect(proveArtifacts(artifacts)).toEqual([])
  const spoiled = artifacts.map((artifact) =>
    artifact.path === 'tests/desk/deploy.yaml'
      ? spoil(artifact, { file: '', from: 'port: 8080', to: 'port: 1' })
      : artifact,
  )
  expect(proveArtifacts(spoiled)).toMatchObject([
    { rule: 'ports-disagree', where: { file: 'tests/desk/deploy.yaml' } },
  ])
})

/** The sabotaged service as the second of two; the first is another kind and has other numbers. */
function besideAnother(): readonly Artifact[] {
  const own = readFileSync(join(exampleFolder('flask-cors-credentials'), 'hoptix.yaml'), 'utf8')
  const first = `  - name: first
    root: first
    app: app:app
    framework: fastapi
    port: 9000
    timeout: 600
    gracefulTimeout: 90
    keepAlive: 300
    workers: 2
    health: { path: /ok }
    processes: [{ name: mails, type: worker, command: python mails.py }]
`
  const second = own
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
  return renderDescription(`services:\n${first}  - root: desk\n${second}`).artifacts
}

describe.each([
  ['alone', () => renderExample('flask-cors-credentials').artifacts, ''],
  ['as the second of two services', besideAnother, 'desk/'],
])('a sabotaged file is refused, %s', (_title, render, folder) => {
  test('and nothing else is', () => {
    expect(proveArtifacts(render())).toEqual([])
  })

  test.each(
    sabotages.map((sabotage) => [sabotage.promise, String(sabotage.from), sabotage] as const),
  )('%s: without %s', (promise, _, sabotage) => {
    const before = render().filter(({ path }) => path.startsWith(folder))
    const others = render().filter((artifact) => !artifact.path.startsWith(folder) && folder !== '')
    const after = before.map((artifact) => spoil(artifact, sabotage))
    const findings = proveArtifacts([...others, ...after])
    expect(findings.filter(({ where }) => !where.file.startsWith(folder))).toEqual([])
    const broken = findings.filter(({ message }) =>
      new RegExp(`promises?: .*\\b${promise}\\b`).test(message),
    )
    expect(broken.map(({ where }) => `${where.file}:${where.line}`)).toContain(
      expectedPlace(before, after, sabotage),
    )
    expect(findings.every(({ severity }) => severity === 'error')).toBe(true)
  })
})

describe('a sabotaged file of another kind is refused', () => {
  test('no-secrets: without the list of what never ships', () => {
    const { artifacts } = renderExample('flask-guide')
    const spoiled = artifacts
      .filter(({ path }) => !path.endsWith('.dockerignore'))
      .map((artifact) =>
        spoil(artifact, { file: 'Dockerfile', from: /-name '\.env\*'/, to: "-name '.en*'" }),
      )
    expect(proveArtifacts(spoiled)).toMatchObject([
      {
        rule: 'secret-file-copied',
        where: { file: 'backend/Dockerfile', line: lineOf(spoiled, 'COPY . .') },
      },
    ])
  })

  test('no-override: with a workflow that applies no file, or another', () => {
    const { artifacts } = renderExample('flask-guide')
    const path = '.github/workflows/porter_app_x_1.yml'
    const workflow = (command: string): Artifact => ({
      path,
      content: `on: push\njobs:\n  deploy:\n    steps:\n      - run: ${command}\n`,
    })
    const rulesFor = (command: string): string[] =>
      proveArtifacts([...artifacts, workflow(command)]).map(
        ({ rule, where }) => `${rule} ${where.file}:${where.line}`,
      )
    expect(rulesFor('porter apply')).toEqual([`porter-apply-without-file ${path}:5`])
    expect(rulesFor('porter apply -f backend/porter.yaml')).toEqual([
      `porter-applies-missing-file ${path}:5`,
    ])
    expect(rulesFor('porter apply -f porter.yaml')).toEqual([])
  })
})

test.each([
  [' -f porter.yaml', '', 'porter-apply-without-file'],
  ['-f porter.yaml', '-f deploy/porter.yaml', 'porter-applies-missing-file'],
  [/\$\{\{ secrets.*/, 'd6f9a1c25b', 'secret-in-file'],
])('our own workflow is judged: with %s as %j', (from, to, rule) => {
  const workflow = { file: '.yml', from, to }
  const spoiled = renderExample('starlette-live').artifacts.map((file) => spoil(file, workflow))
  expect(proveArtifacts(spoiled)).toMatchObject([
    {
      rule,
      severity: 'error',
      where: { file: '.github/workflows/porter_app_scoreboard_5678.yml' },
    },
  ])
})

describe('a build secret that the description names', () => {
  const secret = 'name: x\napp: app:app\ndependencies: {indexSecret: private_index}\n'
  const workflow = '.github/workflows/deploy.yml'
  const { artifacts, plans } = renderDescription(secret)
  const rulesOf = (files: readonly Artifact[], known = plans): string[] =>
    proveArtifacts(files, known).map(({ rule }) => rule)

  test('is no breach of builds-anywhere, and nothing else of BuildKit is accepted beside it', () => {
    expect(rulesOf(artifacts)).toEqual([])
    const spoiled = artifacts.map((artifact) =>
      spoil(artifact, {
        file: 'Dockerfile',
        from: 'RUN python -m venv --without-pip /opt/venv',
        to: 'RUN --mount=type=cache,target=/root/.cache python -m venv --without-pip /opt/venv',
      }),
    )
    if (!artifacts.some(({ path }) => path === 'Dockerfile')) throw new Error('no Dockerfile')
    expect(rulesOf(spoiled)).toEqual(['dockerfile-needs-buildkit'])
  })

  test('is one where the description names none, or another', () => {
    expect(rulesOf(artifacts, [])).toEqual(['dockerfile-needs-buildkit'])
    const other = renderDescription(secret.replace('private_index', 'other')).plans
    expect(rulesOf(artifacts, other)).toEqual(['dockerfile-needs-buildkit'])
  })

  test('needs no excuse where the workflow builds with BuildKit', () => {
    const content = `env:\n  DOCKER_BUILDKIT: "1"\non: push\njobs:\n  deploy:\n    steps:\n      - run: porter apply -f porter.yaml\n`
    expect(rulesOf([...artifacts, { path: workflow, content }], [])).toEqual([])
  })
})

describe('a service of processes only', () => {
  const text =
    'name: feeds\nprocesses:\n  - { name: importer, type: worker, command: python importer.py }\n'
  const { artifacts } = renderDescription(text)
  const rulesWhere = (from: string | RegExp, to: string) =>
    proveArtifacts(
      artifacts.map((artifact) => spoil(artifact, { file: 'Dockerfile', from, to })),
    ).map(({ rule, where }) => `${rule} ${where.file}`)

  test('needs no server, no port and no health check', () => {
    expect(proveArtifacts(artifacts)).toEqual([])
  })

  test.each([
    ['CMD', /CMD \[.*\n/, '', 'dockerfile-has-no-cmd'],
    [
      'exec form',
      'CMD ["python", "importer.py"]',
      'CMD python importer.py',
      'dockerfile-cmd-in-shell-form',
    ],
    ['its user', 'USER 10001:10001', 'USER 0', 'image-runs-as-root'],
    [
      'an empty entrypoint',
      'ENTRYPOINT []',
      'ENTRYPOINT ["/start.sh"]',
      'dockerfile-entrypoint-runs-code',
    ],
  ])('is blamed without %s', (_, from, to, rule) => {
    expect(rulesWhere(from, to)).toContain(`${rule} Dockerfile`)
  })
})

function spoil(
  artifact: Artifact,
  { file, from, to }: Pick<Sabotage, 'file' | 'from' | 'to'>,
): Artifact {
  if (!artifact.path.endsWith(file)) return artifact
  const content = artifact.content.replace(from, to)
  if (content === artifact.content) throw new Error(`${file} does not hold ${from}`)
  return { ...artifact, content }
}

/** The line with the text of `at`, wherever it stands, else the first line that differs. */
function expectedPlace(
  before: readonly Artifact[],
  after: readonly Artifact[],
  { file, at }: Sabotage,
): string {
  if (at !== undefined) {
    const named = after.find(
      ({ path, content }) => /Dockerfile|\.py|\.yaml/.test(path) && hasLine(content, at),
    )
    return `${named?.path}:${lineOf(after, at)}`
  }
  const [old, spoiled] = [before, after].map((files) =>
    files.find(({ path }) => path.endsWith(file)),
  )
  const lines = (old?.content ?? '').split('\n')
  const changed = (spoiled?.content ?? '')
    .split('\n')
    .findIndex((line, index) => line !== lines[index])
  return `${spoiled?.path}:${changed + 1}`
}

function lineOf(artifacts: readonly Artifact[], text: string): number {
  const found = artifacts.find(({ content }) => hasLine(content, text))
  return (found?.content ?? '').split('\n').findIndex((line) => isAt(line, text)) + 1
}

function hasLine(content: string, text: string): boolean {
  return content.split('\n').some((line) => isAt(line, text))
}

/** Comments may quote what is looked for. */
function isAt(line: string, text: string): boolean {
  return (
    !line.trimStart().startsWith('#') &&
    line.includes(text) &&
    (text.startsWith('bin') || line.trimStart().startsWith(text))
  )
}
