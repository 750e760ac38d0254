import { join } from 'node:path'
import { venvFolder } from '../../facts/container.ts'
import { type Manager, managers } from '../../facts/managers.ts'
import { readIfThere } from '../../io/attempt.ts'
import type { Environment } from '../../io/process.ts'
import { writeFiles } from '../../io/write-files.ts'
import { pipInstalls } from '../../plan/pip-installs.ts'
import { type Plan, servesWeb } from '../../plan/plan.ts'
import type { PrepareOptions } from '../probe.ts'
import { type Cached, cached, cacheFolder, type Failure } from './cache.ts'
import type { Python } from './python.ts'
import { forInstallers, runSteps, type Step } from './steps.ts'

interface DeclaredFile {
  readonly path: string
  readonly content: string
}

/** The virtual environment that the image would have: the same files, manager, commands and server. */
export async function makeVenv(
  plan: Plan,
  python: Python,
  options: PrepareOptions,
  env: Environment,
): Promise<Cached> {
  const declared = readDeclared(plan, join(options.top, plan.root.value))
  if (!Array.isArray(declared)) return declared
  const manager = managers[plan['dependencies.manager'].value]
  const server = servesWeb(plan) ? plan.serverRequirements.value : []
  const tool = await makeToolVenv(manager.tool, python, options, env)
  if (!tool.ok) return tool
  // Build commands may install too, so that services with different ones must not share.
  const { value: indexes } = plan['dependencies.indexes']
  const { value: earlier } = plan['dependencies.steps']
  const inputs = [python, manager, declared, server, plan['image.build'].value, indexes, earlier]
  return cached(cacheFolder(env), inputs, async (folder) => {
    const files = declared.map(({ path, content }) => ({ path: `declared/${path}`, content }))
    writeFiles(folder, files)
    const venv = join(folder, 'venv')
    const steps: Step[] = [
      [`makes an environment on Python ${python.version}`, [python.path, '-m', 'venv', venv]],
      ...(manager.install === undefined
        ? pipSteps(plan, folder, venv)
        : [installStep(plan, join(tool.folder, 'bin', manager.install).split(' '))]),
      ...(server.length > 0 ? [installServer(venv, server)] : []),
    ]
    const where = { env: installEnvironment(env, manager, venv), cwd: join(folder, 'declared') }
    return runSteps(steps, options, where)
  })
}

function installStep(plan: Plan, words: readonly string[]): Step {
  return [`installs from ${plan['dependencies.files'].value.join(' and ')}`, words]
}

/** The runs of pip that the image makes; an index that wants credentials gets those of this person's own netrc file. */
function pipSteps(plan: Plan, folder: string, venv: string): Step[] {
  const pinsFile = join(folder, 'pins.txt')
  const { pins, pinned, requirements, checks } = pipInstalls(plan, pinsFile)
  writeFiles(folder, [{ path: 'pins.txt', content: pins.map((pin) => `${pin}\n`).join('') }])
  const check: Step = ['checks what is installed', [join(venv, 'bin', 'pip'), 'check']]
  return [
    ...pinned.map((words): Step => {
      return ['installs what comes before the rest', [...pipInstall(venv), ...words]]
    }),
    installStep(plan, [...pipInstall(venv), ...requirements]),
    ...(checks ? [check] : []),
  ]
}

function installServer(venv: string, server: readonly string[]): Step {
  return [`installs ${server.join(' ')}`, [...pipInstall(venv), ...server]]
}

/** The installer has an environment of its own, as in the image. */
async function makeToolVenv(
  tool: string | undefined,
  python: Python,
  options: PrepareOptions,
  env: Environment,
): Promise<Cached> {
  if (tool === undefined) return { ok: true, folder: '' }
  return cached(cacheFolder(env), [python, tool], (folder) => {
    const steps: Step[] = [
      [`makes an environment for ${tool}`, [python.path, '-m', 'venv', folder]],
      [`installs ${tool}`, [...pipInstall(folder), tool]],
    ]
    return runSteps(steps, options, { env: forInstallers(env), cwd: folder })
  })
}

function readDeclared(plan: Plan, root: string): DeclaredFile[] | Failure {
  const paths = plan['dependencies.files'].value
  const missing = paths.find((path) => readIfThere(join(root, path)) === undefined)
  if (missing === undefined)
    return paths.map((path) => ({ path, content: readIfThere(join(root, path)) ?? '' }))
  const reason = `${missing} is named in dependencies.files and is not there`
  return { ok: false, blame: 'service', reason, log: '' }
}

function pipInstall(venv: string): string[] {
  return [join(venv, 'bin', 'pip'), 'install', '--disable-pip-version-check']
}

function installEnvironment(env: Environment, manager: Manager, venv: string): Environment {
  const own = Object.entries(manager.env)
  return {
    ...forInstallers(env),
    PATH: `${join(venv, 'bin')}:${env['PATH']}`,
    ...Object.fromEntries(own.map(([name, value]) => [name, value.replace(venvFolder, venv)])),
  }
}
