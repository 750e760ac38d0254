import compiled from '../../../templates/Dockerfile.hbs'
import { appFolder, venvFolder } from '../../facts/container.ts'
import { clearedVariables } from '../../facts/environment.ts'
import { ignoreList } from '../../facts/ignore-list.ts'
import { managers } from '../../facts/managers.ts'
import { frameworks } from '../../frameworks/index.ts'
import { folderInContext, type Plan, servesWeb } from '../../plan/plan.ts'
import { fillTemplate, type Template } from '../templates.ts'
import { viewInstall } from './install.ts'
import { type ArtifactKind, underRoot } from './kind.ts'

const template: Template = {
  name: 'Dockerfile.hbs',
  about: 'The image: dependencies, source, user, health check and start command.',
  compiled,
  source: () => import('../../../templates/Dockerfile.hbs?raw'),
}

export const dockerfile: ArtifactKind = {
  name: 'Dockerfile',
  comment: 'hash',
  path: (plan) => underRoot(plan, 'Dockerfile'),
  templates: [template],
  render: (plan, fill = fillTemplate) => fill(template, viewDockerfile(plan)),
}

/** Logs at once, and no byte code at run time: it is made in the build. The description may say otherwise. */
const pythonEnv = { PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' }

function viewDockerfile(plan: Plan) {
  return {
    base: plan['image.base'].value,
    contextHome: appFolder,
    home: plan.imageFolder.value,
    wholeRepository: plan.context.value === 'repository',
    isWeb: servesWeb(plan),
    pipOfBase: fillsWithPipOfBase(plan),
    serverFirst: servesWeb(plan) && !buildInstalls(plan),
    serverLast: servesWeb(plan) && buildInstalls(plan),
    systemPackages: plan['system.packages'].value,
    buildPackages: plan['system.buildPackages'].value,
    pathFolders: plan['image.path'].value,
    env: toPairs({
      ...pythonEnv,
      ...frameworks[plan.framework.value].env,
      ...plan['image.env'].value,
    }),
    installEnv: toPairs(installEnv(plan)),
    ...viewInstall(plan),
    serverRequirements: plan.serverRequirements.value,
    ignored: ignoreList(plan['image.ignore'].value, [folderInContext(plan)]),
    build: plan['image.build'].value,
    writable: plan['image.writable'].value,
    port: plan.port.value,
    startupSeconds: plan['health.startupSeconds'].value,
    healthCommand: healthCommand(plan),
    cleared: clearedVariables,
    startCommand: pairFlags(startCommand(plan)),
    firstProcess: plan.processes.value[0]?.command.split(' ') ?? [],
  }
}

/** A build command that installs packages may bring another server with it: then ours comes after it. */
function buildInstalls(plan: Plan): boolean {
  return plan['image.build'].value.some((command) =>
    /\b(?:pip3?|uv|poetry|pipenv|pdm|conda)\b/.test(command),
  )
}

/**
 * Whether the virtual environment can do without a pip of its own: 10 MB that would ship, and 2 s of each build. The base
 * must be known to have one. Python 3.11 keeps it, since setuptools comes with it there and old packages count on that;
 * so do the other managers and builds that install, which may call the one in the environment.
 */
function fillsWithPipOfBase(plan: Plan): boolean {
  return (
    plan['image.base'].origin === 'derived' &&
    plan.python.value !== '3.11' &&
    plan['dependencies.manager'].value === 'pip' &&
    !buildInstalls(plan)
  )
}

/** Environment of the stages that install: each installer writes into the virtual environment, and keeps no cache. */
function installEnv(plan: Plan): Record<string, string> {
  return {
    PIP_NO_CACHE_DIR: '1',
    ...(fillsWithPipOfBase(plan) && { PIP_PYTHON: `${venvFolder}/bin/python` }),
    ...managers[plan['dependencies.manager'].value].env,
  }
}

/** The server's own command line. `--bind` stands here, since only the command line outranks the environment. */
function startCommand(plan: Plan): string[] {
  return [
    `${venvFolder}/bin/gunicorn`,
    '--config',
    `${plan.imageFolder.value}/gunicorn.conf.py`,
    '--bind',
    `0.0.0.0:${plan.port.value}`,
    'hoptix_server:application',
  ]
}

function healthCommand(plan: Plan): string[] {
  const script = [
    'import http.client, sys',
    `c = http.client.HTTPConnection('127.0.0.1', ${plan.port.value}, timeout=4)`,
    `c.request('GET', '${plan['health.path'].value}')`,
    'sys.exit(c.getresponse().status != 200)',
  ]
  return [`${venvFolder}/bin/python`, '-c', script.join('; ')]
}

/** Flags with their values, for one line each. */
function pairFlags(words: readonly string[]): string[][] {
  return words.reduce<string[][]>((lines, word) => {
    const last = lines.at(-1)
    if (last?.length === 1 && last[0]?.startsWith('--')) last.push(word)
    else lines.push([word])
    return lines
  }, [])
}

/** Sorted by name: the order of a map in hoptix.yaml means nothing. */
export function toPairs(map: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.keys(map)
    .sort()
    .map((name) => ({ name, value: map[name] ?? '' }))
}
