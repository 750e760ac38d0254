import { join } from 'node:path'
import type { Artifact } from '../../artifacts/artifact.ts'
import { underRoot } from '../../artifacts/kinds/kind.ts'
import { appFolder, venvFolder } from '../../facts/container.ts'
import { ignoreList } from '../../facts/ignore-list.ts'
import { makeFolder, removeFolder } from '../../io/folders.ts'
import type { Environment } from '../../io/process.ts'
import { folderInContext, type Plan } from '../../plan/plan.ts'
import { type ContainerImage, readContainerImage } from '../container-image.ts'
import type { PrepareOptions } from '../probe.ts'
import type { Failure } from './cache.ts'
import { layContext } from './context.ts'
import { forInstallers, runSteps, type Step } from './steps.ts'

/** What the container's file system would hold, laid out on this machine. */
export interface Workspace {
  /** Ours alone; the app is a folder in it. */
  readonly folder: string
  /** The image's command, environment and working directory, at their places on this machine. */
  readonly image: ContainerImage
  /** Writes the container's folders as those of this machine, and back. */
  readonly place: Place
  readonly placeBack: Place
}

export type LaidOut = { readonly ok: true; readonly workspace: Workspace } | Failure

/** Copies the service, puts the artifacts in, takes out what the image would not hold, and runs its build commands. */
export async function layOut(
  artifacts: readonly Artifact[],
  plan: Plan,
  venv: string,
  options: PrepareOptions,
  env: Environment,
): Promise<LaidOut> {
  const dockerfile = artifacts.find(({ path }) => path === underRoot(plan, 'Dockerfile'))
  if (!dockerfile) {
    return {
      ok: false,
      blame: 'service',
      reason: 'there is no Dockerfile among the files',
      log: '',
    }
  }
  const folder = makeFolder()
  const app = join(folder, 'app')
  const { place, placeBack } = placers({ [venvFolder]: venv, [appFolder]: app })
  const image = placeImage(readContainerImage(dockerfile.content), place)
  let failure: Failure | undefined
  let isDone = false
  try {
    layContext(app, artifacts, plan, options.top, ({ path, content }) => {
      return path.endsWith('.py') ? place(content) : content
    })
    const where = { cwd: image.workdir, env: { ...forInstallers(env), ...image.env } }
    failure = await runSteps([removeIgnored(plan)], options, { ...where, cwd: app })
    failure ??= await runSteps(buildSteps(plan, place), options, where)
    isDone = failure === undefined
  } finally {
    if (!isDone) removeFolder(folder)
  }
  return failure ?? { ok: true, workspace: { folder, image, place, placeBack } }
}

export type Place = (text: string) => string

/** From each of the container's folders to that of this machine, and back, wherever a path begins with one of them. */
export function placers(
  folders: Readonly<Record<string, string>>,
): Pick<Workspace, 'place' | 'placeBack'> {
  const pairs = Object.entries(folders)
  return {
    place: replacePaths(new Map(pairs)),
    placeBack: replacePaths(new Map(pairs.map(([there, here]) => [here, there]))),
  }
}

function replacePaths(folders: ReadonlyMap<string, string>): Place {
  const longestFirst = [...folders.keys()].sort((a, b) => b.length - a.length)
  const either = longestFirst.map((folder) => folder.replace(/\W/g, '\\$&')).join('|')
  const pattern = new RegExp(`(?<![\\w./-])(?:${either})(?![\\w.-])`, 'g')
  return (text) => text.replace(pattern, (folder) => folders.get(folder) ?? folder)
}

export function placeImage(image: ContainerImage, place: Place): ContainerImage {
  const { command, env, workdir, user } = image
  const placed = Object.entries(env).map(([name, value]) => [name, place(value)])
  return {
    command: command.map(place),
    env: Object.fromEntries(placed) as Record<string, string>,
    workdir: place(workdir),
    user,
  }
}

/** The same program and the same list as in the Dockerfile. */
function removeIgnored(plan: Plan): Step {
  const tests = ignoreList(plan['image.ignore'].value, [folderInContext(plan)]).map(
    ({ test, findPattern }) => [`-${test}`, findPattern],
  )
  const either = tests.flatMap((test, index) => (index === 0 ? test : ['-o', ...test]))
  const words = ['find', '.', '(', ...either, ')', '-prune', '-exec', 'rm', '-rf', '{}', '+']
  return ['removes what the image would not hold', words]
}

function buildSteps(plan: Plan, place: Place): Step[] {
  return plan['image.build'].value.map((command) => {
    return [`runs ${command}`, ['/bin/sh', '-c', place(command)]]
  })
}
