import { join, posix } from 'node:path'
import { copyInto, makeFolder, removeFolder } from '../../io/folders.ts'
import type { Plan } from '../../plan/plan.ts'
import { type ContainerImage, readContainerImage } from '../container-image.ts'
import type { Prepared, PrepareOptions } from '../probe.ts'
import { prepareHere } from '../runtimes/process.ts'
import { type LaidOut, placeImage, placers } from '../runtimes/workspace.ts'
import { readCopied } from './copied.ts'
import type { SetUpBefore } from './set-up.ts'

/** Where buildpacks put an app. */
const buildpackFolder = '/workspace'

/** Programs of the official Python images, which are those of the virtual environment here. */
const imagePrograms = '/usr/local/bin'

/**
 * Starts what stands in the repository today as processes of this machine: its own command, environment and files, in
 * a virtual environment of the declared dependencies alone. What the Dockerfile runs while it is built is left out.
 */
export async function prepareBefore(
  setUp: SetUpBefore,
  plan: Plan,
  options: PrepareOptions,
): Promise<Prepared> {
  return prepareHere(asItStands(plan), withoutOurs(plan), options, async (venv) =>
    lay(setUp, plan, venv, options.top),
  )
}

/** The body of the health answer is the app's own: nothing of ours is in front of it. */
export function asItStands(plan: Plan): Plan {
  return { ...plan, 'health.answeredBy': { ...plan['health.answeredBy'], value: 'app' } }
}

/** Neither our server nor our build commands. */
function withoutOurs(plan: Plan): Plan {
  return {
    ...plan,
    serverRequirements: { ...plan.serverRequirements, value: [] },
    'image.build': { ...plan['image.build'], value: [] },
  }
}

function lay(setUp: SetUpBefore, plan: Plan, venv: string, top: string): LaidOut {
  const image = imageOf(setUp)
  if (image.command.length === 0) return fail(`${setUp.source} has no start command`)
  const context = join(top, setUp.dockerfile?.context ?? plan.root.value)
  const copied = setUp.dockerfile
    ? readCopied(setUp.dockerfile.content)
    : [{ source: '.', target: `${buildpackFolder}/` }]
  const folder = makeFolder()
  const missing = copied.find(
    ({ source, target }) => !copyInto(context, source, join(folder, 'image'), target),
  )
  if (missing) {
    removeFolder(folder)
    return fail(`${setUp.source} copies ${missing.source}, and there is no such file`)
  }
  const places = [image.workdir, ...copied.map(({ target }) => posix.dirname(`${target}.`))]
  const folders = places
    .filter((place) => place !== '/')
    .map((place) => [place, join(folder, 'image', place)])
  const environment = image.env['VIRTUAL_ENV']
  const { place, placeBack } = placers({
    ...(environment ? { [environment]: venv } : {}),
    ...Object.fromEntries(folders),
    [imagePrograms]: join(venv, 'bin'),
  })
  const placed = placeImage(image, place)
  return {
    ok: true,
    workspace: {
      folder,
      image: { ...placed, workdir: join(folder, 'image', image.workdir) },
      place,
      placeBack,
    },
  }
}

function imageOf({ dockerfile, command }: SetUpBefore): ContainerImage {
  const bare = readContainerImage('')
  const image = dockerfile
    ? readContainerImage(dockerfile.content)
    : { ...bare, workdir: buildpackFolder, user: undefined }
  return { ...image, command: command ?? image.command }
}

function fail(reason: string): LaidOut {
  return { ok: false, blame: 'service', reason, log: '' }
}
