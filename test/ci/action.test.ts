import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { version } from '../../src/program.ts'
import { buildActionlint, lintWorkflows } from '../support/actionlint.ts'
import { projectFolder, renderDescription } from '../support/examples.ts'
import { packageFolder } from '../support/program.ts'
import { putFiles, temporaryFolder } from '../support/temporary.ts'

buildActionlint()

const text = readFileSync(join(projectFolder, 'action.yml'), 'utf8')

interface Step {
  readonly run: string
  readonly shell: string
  readonly env: Readonly<Record<string, string>>
}

interface Action {
  readonly inputs: Readonly<Record<string, { default: string }>>
  readonly runs: { steps: readonly Step[] }
}

const action = parse(text) as Action
const [step] = action.runs.steps
if (!step) throw new Error('the action has no step')

/** Runs the action's script the way a runner does: `shell: bash`, the inputs in place of its expressions. */
function runAction(folder: string, inputs: Readonly<Record<string, string>>, path = '') {
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default])
  const values: Record<string, string> = { ...Object.fromEntries(defaults), ...inputs }
  const env = Object.entries(step?.env ?? {}).map(([name, expression]) => {
    const [, input = ''] = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(expression) ?? []
    const value = values[input]
    if (value === undefined) throw new Error(`no input stands behind ${name}`)
    return [name, value]
  })
  putFiles(folder, { '.script': step?.run ?? '' })
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '.script'], {
    cwd: join(folder, values['working-directory'] ?? ''),
    encoding: 'utf8',
    env: { HOME: folder, PATH: `${path}${process.env['PATH']}`, ...Object.fromEntries(env) },
  })
}

describe('the action', () => {
  test('checks with this release by default', () => {
    expect(action.inputs['version']?.default).toBe(version)
  })

  test('is one that actionlint knows how to use', () => {
    const lint = (name: string) =>
      lintWorkflows(
        repositoryWith({
          on: 'push',
          jobs: {
            x: { 'runs-on': 'ubuntu-latest', steps: [{ uses: './', with: { [name]: 'a' } }] },
          },
        }),
      )
    for (const name of Object.keys(action.inputs)) expect(lint(name)).toEqual([])
    expect(lint('sepc')).toMatchObject([/^action .*"sepc" is not defined/].map(matching))
  })

  test('has steps in which actionlint finds nothing', () => {
    const lint = (steps: readonly object[]) =>
      lintWorkflows(
        repositoryWith({
          on: { workflow_call: { inputs: asInputs() } },
          jobs: { x: { 'runs-on': 'ubuntu-latest', steps } },
        }),
      )
    expect(lint(action.runs.steps)).toEqual([])
    const misspelt = { ...step, env: { A: '\u0024{{ inputs.formt }}' } }
    expect(lint([misspelt])).toMatchObject([/^expression .*"formt" is not defined/].map(matching))
  })

  test('puts no expression into its script', () => {
    expect(action.runs.steps.map(({ run }) => run).join('\n')).not.toContain('\u0024{{')
  })

  test('runs the released package: clean passes, an edited file is annotated', {
    timeout: 60_000,
  }, () => {
    const { artifacts } = renderDescription('name: shop\napp: app:app\n')
    const files = Object.fromEntries(artifacts.map(({ path, content }) => [path, content]))
    const folder = temporaryFolder({
      'hoptix.yaml': 'name: shop\napp: app:app\n',
      'app.py': 'def app(environ, start):\n    return []\n',
      'requirements.txt': '',
      ...files,
    })
    // What `prepare` would do is done: the tests run on a fresh build.
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]
    const tarball = execFileSync('npm', pack, { cwd: packageFolder, encoding: 'utf8' }).trim()
    const inputs = { version: `file:${join(folder, tarball)}` }
    const clean = runAction(folder, inputs)
    expect(clean.stderr + clean.stdout).not.toContain('::error')
    expect(clean.status).toBe(0)
    putFiles(folder, { Dockerfile: `${files['Dockerfile']}RUN true\n` })
    const edited = runAction(folder, inputs)
    expect(edited.status).toBe(1)
    expect(edited.stdout).toMatch(/^::error file=Dockerfile.*file-edited/m)
  })

  test.each([
    ['a command', '$(touch here); `id`'],
    ['two words', 'a b'],
    ['quotes', '"; exit 7; \''],
  ])('hands an input on as one word: %s', (_, hostile) => {
    const folder = temporaryFolder({ 'bin/npx': '#!/bin/sh\nprintf "<%s>" "$@"\n', 'sub/x': '' })
    chmodSync(join(folder, 'bin/npx'), 0o755)
    const inputs = {
      version: hostile,
      spec: hostile,
      format: hostile,
      'working-directory': 'sub/..',
    }
    const { stdout, status } = runAction(folder, inputs, `${join(folder, 'bin')}:`)
    const words = [
      '--yes',
      `hoptix-deploy@${hostile}`,
      'check',
      '--format',
      hostile,
      '--spec',
      hostile,
    ]
    expect(stdout).toBe(words.map((word) => `<${word}>`).join(''))
    expect(status).toBe(0)
  })
})

/** A repository whose one workflow is this; actionlint looks for .git to find its top. */
function repositoryWith(workflow: object): string {
  return temporaryFolder({
    '.git/HEAD': 'ref: refs/heads/main\n',
    'action.yml': text,
    '.github/workflows/x.yml': stringify(workflow),
  })
}

function asInputs() {
  const names = Object.keys(action.inputs)
  return Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
}

function matching(pattern: RegExp) {
  return expect.stringMatching(pattern)
}
