import { readMarker } from '../artifacts/marker.ts'
import { joinPath } from '../facts/paths.ts'
import type { Repo } from '../repo/repo.ts'
import { type Dockerfile, readDockerfiles } from './readers/dockerfiles.ts'
import { type PorterFile, readPorterFiles } from './readers/porter-files.ts'

/** How a service is started today, by files that we did not write. */
export interface SetUp {
  /** Such as `backend/Dockerfile`, for people to read. */
  readonly source: string
  readonly dockerfile?: {
    readonly path: string
    readonly content: string
    /** What it copies from, relative to the repository's top. */
    readonly context: string
  }
  /** Runs in place of the Dockerfile's own command, or where there is none. */
  readonly command?: readonly string[]
  /** What a person should know when reading the comparison. */
  readonly notes: readonly string[]
}

/**
 * The set-up of the service in `root` that stands in the repository, in the order in which it would be believed: its
 * Dockerfile, its Procfile, the start command of a porter.yaml. A Dockerfile without CMD takes its command from the
 * other two, which is how such images run at all.
 */
export function findSetUpBefore(repo: Repo, root: string): SetUp | undefined {
  const dockerfile = findDockerfile(repo, root)
  const command = readProcfile(repo, root) ?? readPorterRun(repo, root)
  if (!dockerfile) return command && { source: command.source, command: command.words, notes: [] }
  const described = describeDockerfile(dockerfile, repo, root)
  if (!command || startsItself(dockerfile))
    return {
      source: dockerfile.path,
      dockerfile: described,
      notes: command ? [beside(command)] : [],
    }
  const source = `${dockerfile.path} (no CMD) with ${command.source}`
  return { source, dockerfile: described, command: command.words, notes: [] }
}

interface FoundCommand {
  readonly source: string
  readonly text: string
  readonly words: readonly string[]
}

function beside({ source, text }: FoundCommand): string {
  return `${source} names another start command, which was not run: ${text}`
}

function isForeign(repo: Repo, path: string): boolean {
  const text = repo.read(path)
  return text !== undefined && readMarker(text) === undefined
}

function findDockerfile(repo: Repo, root: string): Dockerfile | undefined {
  const foreign = readDockerfiles(repo).filter(
    ({ path, problem }) => !problem && isForeign(repo, path),
  )
  const named = foreign.find(({ path }) => path === porterOf(repo, root)?.dockerfile)
  const usual = [joinPath(root, 'Dockerfile'), 'Dockerfile']
  return named ?? foreign.find(({ path }) => usual.includes(path))
}

function startsItself({ shipped }: Dockerfile): boolean {
  const instructions = shipped.flatMap((stage) => stage.instructions)
  return instructions.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT')
}

/** A porter.yaml says what it copies from; otherwise the folder that holds what the first COPY names. */
function describeDockerfile(
  { path, stages }: Dockerfile,
  repo: Repo,
  root: string,
): NonNullable<SetUp['dockerfile']> {
  const content = repo.read(path) ?? ''
  const porter = porterOf(repo, root)
  if (porter?.dockerfile === path) return { path, content, context: porter.context || '.' }
  const own = path.split('/').slice(0, -1).join('/') || '.'
  const named = stages
    .flatMap(({ instructions }) => instructions)
    .filter(
      ({ keyword, flags }) => keyword === 'COPY' && !flags.some((flag) => /^from=/.test(flag)),
    )
    .flatMap(({ exec, text }) => (exec ?? text.split(/\s+/)).slice(0, -1))
    .filter((source) => !/[*?[$]/.test(source))
  const isThere = (context: string) => named.every((source) => repo.has(joinPath(context, source)))
  return { path, content, context: isThere(own) ? own : '.' }
}

/** The foreign porter.yaml that builds or runs the service: beside it, or at the top. */
function porterOf(repo: Repo, root: string): PorterFile | undefined {
  const foreign = readPorterFiles(repo).filter(({ isOurs, problem }) => !isOurs && !problem)
  const nearby = [joinPath(root, 'porter.yaml'), 'porter.yaml']
  return foreign.find(({ path }) => nearby.includes(path))
}

/** Buildpacks hand the line to a shell. */
function readProcfile(repo: Repo, root: string): FoundCommand | undefined {
  for (const path of new Set([joinPath(root, 'Procfile'), 'Procfile'])) {
    const text = /^web:[ \t]*(\S.*)$/m.exec(repo.read(path) ?? '')?.[1]?.trim()
    if (text !== undefined) return { source: path, text, words: ['/bin/sh', '-c', text] }
  }
  return undefined
}

/** Porter splits at spaces and asks no shell. */
function readPorterRun(repo: Repo, root: string): FoundCommand | undefined {
  const file = porterOf(repo, root)
  const web = file?.services.find(({ type }) => type === 'web')
  const run = web?.fields['run']
  if (!file || typeof run !== 'string' || run.trim() === '') return undefined
  const text = run.trim()
  return { source: `${file.path} (run)`, text, words: text.split(' ') }
}
