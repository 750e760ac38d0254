import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { stamp } from '../../../src/artifacts/marker.ts'
import { proveArtifacts } from '../../../src/audit/prove.ts'
import { buildPlan } from '../../../src/plan/build.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { planSections } from '../../../src/plan/sections.ts'
import { version } from '../../../src/program.ts'
import { loadSpec } from '../../../src/spec/load.ts'
import { workflow, workflowPattern } from '../../../src/targets/porter/workflow.ts'
import { hostileText } from '../../hostile/hostile-text.ts'
import { actionlint, buildActionlint, lintWorkflows } from '../../support/actionlint.ts'
import { runCli } from '../../support/cli.ts'
import { exampleFolder, renderDescription, renderExample } from '../../support/examples.ts'
import { runs } from '../../support/runs.ts'
import { putFiles, temporaryFolder } from '../../support/temporary.ts'

buildActionlint()

const target = '7d3f1c52-0b8e-4f6a-9a41-2c5d8e6b7f90'
const porter = `project: 12, cluster: 34, deploymentTarget: ${target}`
const smallest = `name: shop\napp: app:app\nci: github\nporter: {${porter}}\n`

function planOf(text: string, file = 'hoptix.yaml'): Plan {
  const loaded = loadSpec(new TextEncoder().encode(text), file)
  const [spec] = loaded.ok ? loaded.spec.services : []
  if (!spec) throw new Error(JSON.stringify(loaded))
  return buildPlan(spec)
}

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly env?: Record<string, string>
}

interface Job {
  readonly steps: readonly Step[]
  readonly env?: Record<string, string>
  readonly concurrency?: object
}

interface Parsed {
  readonly on: { push: { branches: string[]; paths?: string[] } }
  readonly permissions: object
  readonly jobs: { check: Job; deploy: Job }
}

function parseWorkflow(plan: Plan): Parsed {
  return parse(workflow.render(plan)) as Parsed
}

/** The scripts of a job, with what Porter's steps are given. */
function scriptsOf({ steps }: Job): (string | undefined)[] {
  return steps.flatMap(({ run }) => (run ? [run] : []))
}

const segment = fc.stringMatching(/^[A-Za-z0-9._@+][A-Za-z0-9._@+-]{0,9}$/)
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))

/** Descriptions that the loader lets through, with whatever it lets through in what a workflow is made of. */
const descriptions = fc
  .record({
    name: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,29}[a-z0-9])?$/),
    root: fc.oneof(fc.constant('.'), path, hostileText),
    context: fc.constantFrom('service', 'repository'),
    file: fc.oneof(
      path.map((name) => `${name}.yaml`),
      hostileText.map((text) => `${text}.yml`),
    ),
    project: fc.integer({ min: 1, max: 2_147_483_647 }),
    cluster: fc.oneof(fc.integer({ min: 1, max: 2_147_483_647 }), hostileText),
    deploymentTarget: fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase()),
      hostileText,
    ),
  })
  .map(({ name, root, context, ...porter }) =>
    JSON.stringify({ name, root, context, app: 'app:app', ci: 'github', porter }),
  )
  .filter((text) => loadSpec(new TextEncoder().encode(text), 'hoptix.yaml').ok)

/** Each text as a workflow of one repository, linted in one go. */
function linted(texts: readonly string[]): string[] {
  const files = texts.map((text, at) => [`.github/workflows/${at}.yml`, text])
  return lintWorkflows(temporaryFolder(Object.fromEntries(files)))
}

describe('the workflow', () => {
  test('checks, deploys the file that is named, and compares what is live', () => {
    const { check, deploy } = parseWorkflow(planOf(smallest)).jobs
    const tool = `npx --yes hoptix-deploy@${version}`
    expect(scriptsOf(check)).toEqual([`${tool} check --format github`])
    expect(scriptsOf(deploy)).toEqual([
      'echo "sha_short=$(git rev-parse --short HEAD)" >> "$GITHUB_OUTPUT"',
      'exec porter apply -f porter.yaml --wait',
      'porter app yaml shop > "$RUNNER_TEMP/live.yaml"',
      `${tool} plan --format github --live "$RUNNER_TEMP/live.yaml"`,
    ])
    expect(deploy.env).toEqual({
      PORTER_APP_NAME: 'shop',
      PORTER_CLUSTER: '34',
      PORTER_DEPLOYMENT_TARGET_ID: target,
      PORTER_HOST: 'https://dashboard.porter.run',
      PORTER_PROJECT: '12',
    })
    expect(deploy.concurrency).toEqual({
      group: `porter-shop-${target}`,
      'cancel-in-progress': false,
    })
  })

  test('asks the first domain from outside at the end, where it has one that answers over TLS', () => {
    const last = (text: string, file?: string) =>
      scriptsOf(parseWorkflow(planOf(text, file)).jobs.deploy).at(-1)
    const domains = 'domains: [shop.example.com, www.shop.example.com]\n'
    const verify = `npx --yes hoptix-deploy@${version} verify --url https://shop.example.com`
    expect(last(`${smallest}${domains}`)).toBe(verify)
    expect(last(`${smallest}${domains}`, 'deploy/desc.yaml')).toBe(
      `${verify} --spec deploy/desc.yaml`,
    )
    const plain = smallest.replace('porter: {', 'porter: {extra: {disableTLS: true}, ')
    expect(last(`${plain}${domains}`)).toContain(' plan ')
  })

  test('gives the token to the two steps that talk to Porter, and to nothing else', () => {
    const parsed = parseWorkflow(planOf(smallest))
    const steps = [...parsed.jobs.check.steps, ...parsed.jobs.deploy.steps]
    const holders = steps.filter(({ env }) => env && 'PORTER_TOKEN' in env)
    expect(holders.map(({ run }) => run?.split(' ').slice(0, 3).join(' '))).toEqual([
      'exec porter apply',
      'porter app yaml',
    ])
    expect(new Set(holders.map(({ env }) => env?.['PORTER_TOKEN']))).toEqual(
      new Set(['\u0024{{ secrets.PORTER_APP_12_34 }}']),
    )
    expect(parsed.permissions).toEqual({ contents: 'read' })
  })

  test('has the name that Porter gives its own, one for each app and cluster', () => {
    const path = (text: string) => workflow.path(planOf(text))
    expect(path(smallest)).toBe('.github/workflows/porter_app_shop_34.yml')
    expect(path(smallest.replace('name: shop', 'name: desk'))).toMatch(/_desk_34\.yml$/)
    expect(path(smallest.replace('cluster: 34', 'cluster: 5'))).toMatch(/_shop_5\.yml$/)
    expect(path('name: shop\napp: app:app\n')).toBeUndefined()
  })

  test.each([
    [smallest, undefined],
    [`${smallest}root: backend\n`, ['backend/**', 'porter.yaml']],
    [`${smallest}root: backend\ncontext: repository\n`, undefined],
    [`${smallest}root: c++/api\n`, ['c*/api/**', 'porter.yaml']],
    [
      `${smallest.replace('{', '{file: deploy/p+.yml, ')}root: a b\n`.replace('a b', 'b'),
      ['b/**', 'deploy/p*.yml'],
    ],
  ])('watches what the service is made of: %j', (text, expected) => {
    const { paths } = parseWorkflow(planOf(text, 'deploy/my desc.yaml')).on.push
    expect(paths).toEqual(
      expected && [
        expected[0],
        'deploy/my*desc.yaml',
        expected[1],
        '.github/workflows/porter_app_shop_34.yml',
      ],
    )
  })

  test('of each service has a file of its own, and compares its own app', () => {
    const services = ['shop', 'desk'].map(
      (name) =>
        `  - {name: ${name}, root: ${name}, app: app:app, porter: {file: ${name}/porter.yaml}}`,
    )
    const text = `defaults: {ci: github, porter: {${porter}}}\nservices:\n${services.join('\n')}\n`
    const { artifacts } = renderDescription(text)
    const deploys = artifacts.filter(({ path }) => path.startsWith('.github/'))
    expect(deploys.map(({ path }) => path)).toEqual([
      '.github/workflows/porter_app_shop_34.yml',
      '.github/workflows/porter_app_desk_34.yml',
    ])
    expect(proveArtifacts(artifacts)).toEqual([])
    expect(linted(deploys.map(({ content }) => content))).toEqual([])

    const files = Object.fromEntries(artifacts.map(({ path, content }) => [path, content]))
    const folder = temporaryFolder({ 'hoptix.yaml': text, ...files })
    const live = (file: string) => runCli(folder, ['plan', '--live', file])
    expect(live('desk/porter.yaml')).toMatchObject({ exitCode: 0, stderr: '' })
    putFiles(folder, { 'other.yaml': 'name: other\nservices: []\n' })
    expect(live('other.yaml').stdout).toContain('live-app-is-another')
    expect(live('other.yaml').exitCode).toBe(1)
  })

  test('is in the plan that people read', () => {
    const rows = planSections(planOf(smallest)).flatMap((section) => section.rows)
    expect(rows.filter(({ key }) => /^ci$|^porter\./.test(key)).map(({ value }) => value)).toEqual([
      'porter.yaml',
      'web',
      'none',
      '12',
      '34',
      target,
      'github',
    ])
  })
})

describe('actionlint', () => {
  test.each(['django-predeploy', 'starlette-live'])('has nothing to say of %s', (name) => {
    expect(renderExample(name).artifacts.map(({ path }) => path)).toContainEqual(
      expect.stringMatching(workflowPattern),
    )
    expect(lintWorkflows(join(exampleFolder(name), 'expected'))).toEqual([])
  })

  test('has nothing to say of any description, in a file of any name', { timeout: 120_000 }, () => {
    const files = fc.oneof(
      fc.constant('hoptix.yaml'),
      hostileText.filter((text) => text !== ''),
    )
    const cases = fc.sample(fc.tuple(descriptions, files), runs.workflowSample)
    const texts = cases.map(([text, file]) => {
      const origin = { description: file, service: 'x', descriptionHash: 'a'.repeat(16) }
      return stamp(workflow.render(planOf(text, file)), workflow.comment, origin)
    })
    expect(linted(texts)).toEqual([])
  })

  test.each([
    ['an unknown job', 'needs: check', 'needs: chekc', 'job-needs'],
    ['an unknown step', 'steps.vars.outputs', 'steps.var.outputs', 'expression'],
    ['an unknown input', 'persist-credentials:', 'persist-credential:', 'action'],
    ['an unknown key', 'timeout-minutes: 30', 'timeout: 30', 'syntax-check'],
    ['a permission that does not exist', 'contents: read', 'content: read', 'permissions'],
  ])('notices %s', (_, from, to, kind) => {
    const text = workflow.render(planOf(smallest))
    expect(text).toContain(from)
    expect(linted([text.replace(from, to)]).join('\n')).toMatch(new RegExp(`^${kind} `, 'm'))
  })

  test('is the release that these tests were written with', () => {
    expect(execFileSync(actionlint(), ['-version'], { encoding: 'utf8' })).toMatch(/^v1\.7\.12/)
  })
})

describe('hostile values', () => {
  const expressions = (text: string) => text.match(/\$\{\{.*?\}\}/g)

  test('bring no expression into the workflow, and move nothing in it', () => {
    const files = hostileText.filter((text) => text !== '')
    fc.assert(
      fc.property(descriptions, files, (text, file) => {
        const plan = planOf(text, file)
        const rendered = workflow.render(plan)
        const secret = `\u0024{{ secrets.PORTER_APP_${plan['porter.project'].value}_${plan['porter.cluster'].value} }}`
        expect(rendered.split('\u0024{{').length - 1).toBe(3)
        expect(expressions(rendered)).toEqual([
          '\u0024{{ steps.vars.outputs.sha_short }}',
          secret,
          secret,
        ])
        const plain = parse(workflow.render(planOf(smallest))) as Parsed
        const parsed = parse(rendered) as Parsed
        const shape = ({ jobs }: Parsed) =>
          Object.entries(jobs).map(([name, job]) => [
            name,
            Object.keys(job),
            job.steps.map((step) => [Object.keys(step), step.uses ?? step.name]),
          ])
        expect(shape(parsed)).toEqual(shape(plain))
        expect(parsed.jobs.deploy.env?.['PORTER_APP_NAME']).toBe(plan.name.value)
      }),
      { numRuns: runs.workflow },
    )
  })

  test('a description of any name reaches the program as one word', () => {
    fc.assert(
      fc.property(
        hostileText.filter((text) => text !== '' && text !== 'hoptix.yaml'),
        (file) => {
          const { check, deploy } = parseWorkflow(planOf(smallest, file)).jobs
          const text = `${smallest}domains: [shop.example.com]\n`
          const asking = parseWorkflow(planOf(text, file)).jobs.deploy
          for (const job of [check, deploy, asking]) {
            const script = `npx() { printf '%s\\n' "$@"; }\n${scriptsOf(job).at(-1)}`
            const env = { RUNNER_TEMP: '/tmp' }
            const words = execFileSync('/bin/bash', ['--norc', '-c', script], {
              env,
              encoding: 'utf8',
            })
            expect(words.split('\n').slice(-3)).toEqual(['--spec', file, ''])
          }
        },
      ),
      { numRuns: runs.workflowCommand },
    )
  })

  test('a porter file among the workflows is refused', () => {
    const text = smallest.replace('{', '{file: .github/workflows/x.yml, ')
    expect(loadSpec(new TextEncoder().encode(text), 'hoptix.yaml').ok).toBe(false)
  })
})
