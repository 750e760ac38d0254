import { join } from 'node:path'
import { venvFolder } from '../../facts/container.ts'
import { type Manager, managers } from '../../facts/managers.ts'
import { type Environment, readIfThere } from '../../io/process.ts'
import { writeFiles } from '../../io/write-files.ts'
import type { Plan } from '../../plan/plan.ts'
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
  const server = plan.serverRequirements.value
  const tool = await makeToolVenv(manager.tool, python, options, env)
  if (!tool.ok) return tool
  // Build commands may install too, so that services with different ones must not share.
  const inputs = [python, manager, declared, server, plan['image.build'].value]
  return cached(cacheFolder(env), inputs, async (folder) => {
    const files = declared.map(({ path, content }) => ({ path: `declared/${path}`, content }))
    writeFiles(folder, files)
    const venv = join(folder, 'venv')
    const steps: Step[] = [
      [`makes an environment on Python ${python.version}`, [python.path, '-m', 'venv', venv]],
      [
        `installs from ${declared.map(({ path }) => path).join(' and ')}`,
        installCommand(manager, tool.folder, venv, declared),
      ],
      [`installs ${server.join(' ')}`, [...pipInstall(venv), ...server]],
    ]
    const where = { env: installEnvironment(env, manager, venv), cwd: join(folder, 'declared') }
    return runSteps(steps, options, where)
  })
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

function installCommand(
  { install }: Manager,
  tool: string,
  venv: string,
  declared: readonly DeclaredFile[],
): string[] {
  if (install !== undefined) return join(tool, 'bin', install).split(' ')
  return [...pipInstall(venv), ...declared.flatMap(({ path }) => ['--requirement', path])]
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
