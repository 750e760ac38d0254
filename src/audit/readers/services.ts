import type { Repo } from '../../repo/repo.ts'
import { lineWith } from './docker-instruction.ts'
import { imageEnvironment } from './docker-variables.ts'
import { type Dockerfile, readDockerfiles } from './dockerfiles.ts'
import { type GunicornConfig, readGunicornConfigs } from './gunicorn-configs.ts'
import { oncePerRepo } from './once-per-repo.ts'
import { folderOf, resolvePath } from './paths.ts'
import { type PorterFile, type PorterService, webServices } from './porter-files.ts'
import { splitWords } from './shell-words.ts'
import { commandOf, lastOf } from './shipped-instructions.ts'
import { optionValues, readStartCommand, type StartCommand } from './start-command.ts'

/** What runs together: an image, the server's settings in it, and the web service that Porter makes of it. */
export interface RunningService {
  readonly dockerfile: Dockerfile | undefined
  /** What starts the container: the image's CMD, or Porter's `run` in its place. */
  readonly start: StartCommand | undefined
  readonly config: GunicornConfig | undefined
  readonly porter: { readonly file: PorterFile; readonly service: PorterService } | undefined
  /** What image and porter.yaml set; an env group may add to it. */
  readonly environment: Readonly<Record<string, string>>
}

export const readServices = oncePerRepo((repo: Repo): RunningService[] => {
  const dockerfiles = readDockerfiles(repo)
  const deployed = webServices(repo).flatMap((porter) => {
    const dockerfile = dockerfiles.find(({ path }) => path === porter.file.dockerfile)
    const image = dockerfile && imageStart(dockerfile)
    const override = porterStart(porter)
    // What the image would start is judged too: it is what runs once the override is gone.
    const starts = override && image ? [override, image] : [override ?? image]
    return starts.map((start) => assemble(repo, dockerfile, porter, start))
  })
  const images = dockerfiles
    .filter((image) => !deployed.some(({ dockerfile }) => dockerfile === image))
    .map((image) => assemble(repo, image, undefined, imageStart(image)))
  const found = [...deployed, ...images]
  const alone = readGunicornConfigs(repo).filter(
    (config) => !found.some((service) => service.config === config),
  )
  return [
    ...found,
    ...alone.map((config) => ({
      dockerfile: undefined,
      start: undefined,
      config,
      porter: undefined,
      environment: {},
    })),
  ]
})

function assemble(
  repo: Repo,
  dockerfile: Dockerfile | undefined,
  porter: RunningService['porter'],
  start: StartCommand | undefined,
): RunningService {
  const folders = [porter?.file.context, dockerfile && folderOf(dockerfile.path)]
  const environment = {
    ...(dockerfile && imageEnvironment(dockerfile)),
    ...porter?.file.environment,
  }
  return {
    dockerfile,
    start,
    config: start?.server === 'gunicorn' ? findConfig(repo, start, folders) : undefined,
    porter,
    environment,
  }
}

function porterStart({
  file,
  service,
}: NonNullable<RunningService['porter']>): StartCommand | undefined {
  const { run } = service.fields
  if (typeof run !== 'string' || run.trim() === '') return undefined
  const line = (): number => service.line('run')
  return readStartCommand({ file: file.path, form: 'porter', words: splitWords(run), line })
}

function imageStart(dockerfile: Dockerfile): StartCommand | undefined {
  const command = commandOf(dockerfile)
  const entrypoint = lastOf(dockerfile, 'ENTRYPOINT')
  const written = command ?? entrypoint
  if (!written) return undefined
  const words = [entrypoint, command].flatMap(
    (instruction) => instruction?.exec ?? (instruction ? splitWords(instruction.text) : []),
  )
  return readStartCommand({
    file: dockerfile.path,
    form: written.exec ? 'exec' : 'shell',
    words,
    line: (text) => (text === undefined ? written.line : lineWith(written, text)),
  })
}

/**
 * The configuration that the server loads: the one it is told, else gunicorn.conf.py where it starts. A path inside
 * the image is matched from its end, since only the build knows where the folders lead.
 */
function findConfig(
  repo: Repo,
  start: StartCommand,
  folders: readonly (string | undefined)[],
): GunicornConfig | undefined {
  const told = optionValues(start.args, ['--config', '-c']).at(-1) ?? 'gunicorn.conf.py'
  const steps = told
    .replace(/^file:/, '')
    .split('/')
    .filter(Boolean)
  const places = steps.flatMap((_, index) =>
    folders.map((folder) => resolvePath(folder ?? '', steps.slice(index).join('/'))),
  )
  const configs = readGunicornConfigs(repo)
  return places
    .map((place) => configs.find(({ path }) => path === place))
    .find((config) => config !== undefined)
}
