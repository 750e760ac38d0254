import type { Repo } from '../../repo/repo.ts'
import type { Locator, Path } from '../../spec/locate.ts'
import { oncePerRepo } from './once-per-repo.ts'
import { isTest, readOurFiles } from './ours.ts'
import { nameOf, resolvePath } from './paths.ts'
import type { ReadProblem } from './problem.ts'
import { appliedFiles } from './workflows.ts'
import { type Fields, fieldsIn, isFields, readYaml, textsIn } from './yaml-file.ts'

/** One entry of `services`. */
export interface PorterService {
  readonly name: string
  readonly type: 'web' | 'worker' | 'job'
  readonly fields: Fields
  /** The line of one of its values; of the service itself when the value is absent. */
  line(...path: Path): number
}

export interface PorterFile {
  readonly path: string
  readonly value: unknown
  readonly locate: Locator | undefined
  readonly services: readonly PorterService[]
  /** The image's Dockerfile, relative to the repository's top; undefined when Porter builds none. */
  readonly dockerfile: string | undefined
  /** What the Dockerfile copies from, relative to the repository's top. */
  readonly context: string
  /** Whether buildpacks make the image: they have no CMD of their own. */
  readonly usesBuildpacks: boolean
  /** Whether we wrote it. */
  readonly isOurs: boolean
  readonly environment: Readonly<Record<string, string>>
  readonly problem?: ReadProblem
}

export const readPorterFiles = oncePerRepo((repo: Repo): PorterFile[] => {
  const applied = appliedFiles(repo)
  return repo
    .list()
    .filter((path) => applied.has(path) || isPorterFile(repo, path))
    .map((path) => readPorterFile(repo, path))
})

/** By its name, or by our marker where the description chose another name. */
function isPorterFile(repo: Repo, path: string): boolean {
  if (!/\.ya?ml$/.test(path) || path.startsWith('.github/') || isTest(repo, path)) return false
  if (/^(?:.*\.)?porter\.ya?ml$/.test(nameOf(path))) return true
  return readOurFiles(repo).has(path)
}

function readPorterFile(repo: Repo, path: string): PorterFile {
  const read = readYaml(repo, path)
  const value = read.ok && isFields(read.value) ? read.value : {}
  const build = isFields(value['build']) ? value['build'] : {}
  const usesBuildpacks = build['method'] === 'pack'
  const textAt = (key: string): string =>
    typeof build[key] === 'string' ? (resolvePath('', build[key]) ?? '') : ''
  return {
    path,
    value: read.ok ? read.value : undefined,
    locate: read.ok ? read.locate : undefined,
    services: read.ok ? readServices(value, read.locate) : [],
    dockerfile:
      value['build'] && !usesBuildpacks ? textAt('dockerfile') || 'Dockerfile' : undefined,
    context: textAt('context'),
    usesBuildpacks,
    isOurs: readOurFiles(repo).has(path),
    environment: Object.fromEntries(textsIn(value['env'])),
    ...(!read.ok && { problem: read.problem }),
  }
}

function readServices(value: Fields, locate: Locator): PorterService[] {
  return fieldsIn(value['services']).map(([index, fields]) => ({
    name: String(fields['name'] ?? index),
    type: serviceType(fields),
    fields,
    line: (...path) => {
      const isThere = valueAt(fields, path) !== undefined
      return locate.key(['services', index, ...(isThere ? path : [])]).line ?? 1
    },
  }))
}

/** Porter guesses a missing type from the name. */
function serviceType({ type, name }: Fields): PorterService['type'] {
  const guess = `${type ?? name}`
  if (/job/.test(guess)) return 'job'
  return /worker|wkr/.test(guess) ? 'worker' : 'web'
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (here, step) => (isFields(here) || Array.isArray(here) ? here[step as never] : undefined),
    value,
  )
}

/** Services that get requests, each with its file. */
export function webServices(repo: Repo): { file: PorterFile; service: PorterService }[] {
  return readPorterFiles(repo).flatMap((file) =>
    file.services.filter(({ type }) => type === 'web').map((service) => ({ file, service })),
  )
}
