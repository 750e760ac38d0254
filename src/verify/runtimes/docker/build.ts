import { join } from 'node:path'
import { readIfThere } from '../../../io/attempt.ts'
import type { CommandResult, Environment } from '../../../io/process.ts'
import type { Plan } from '../../../plan/plan.ts'
import type { PrepareOptions } from '../../probe.ts'
import type { Failure } from '../cache.ts'
import type { DockerClient } from './client.ts'

export type Builder = 'classic' | 'buildkit'

export type Built = { readonly ok: true; readonly image: string } | Failure

export interface Build {
  /** Ours alone; the build context is `context` in it. */
  readonly folder: string
  /** From the context to the Dockerfile. */
  readonly dockerfile: string
  /** `name=value`, by which everything of this run is found again. */
  readonly label: string
  readonly builder: Builder | undefined
}

/**
 * Builds the image without a tag, so that none can be left behind; the label makes it another image than the one that
 * the same files may have become before. A build that is cut off leaves nothing: `--force-rm` takes its containers.
 */
export async function buildImage(
  docker: DockerClient,
  build: Build,
  plan: Plan,
  env: Environment,
  { onStep, signal }: PrepareOptions,
): Promise<Built> {
  const { folder, dockerfile, label } = build
  const secret = plan['dependencies.indexSecret'].value
  const builder = build.builder ?? chooseBuilder(secret, env)
  const netrc = env['NETRC'] ?? join(env['HOME'] ?? '/', '.netrc')
  if (secret !== undefined && readIfThere(netrc) === undefined)
    return fails('machine', `the build needs ${netrc}, with the credentials of the index`, '')
  onStep?.(`builds the image${builder === undefined ? '' : ` with ${builderNames[builder]}`}`)
  const context = join(folder, 'context')
  const idFile = join(folder, 'image-id')
  const words = [
    ...['build', '--force-rm', '--label', label, '--iidfile', idFile],
    ...(secret === undefined ? [] : ['--secret', `id=${secret},src=${netrc}`]),
    ...['--file', join(context, dockerfile), context],
  ]
  const built = await docker.run(words, { signal, env: settingsOf(builder) })
  if (signal?.aborted) return fails('machine', 'it was interrupted', '')
  const image = readIfThere(idFile)?.trim()
  return built.code === 0 && image ? { ok: true, image } : explainFailure(built)
}

const builderNames: Record<Builder, string> = {
  classic: 'the classic builder',
  buildkit: 'BuildKit',
}

/** Undefined leaves it to the person's own settings, and to what their Docker does by default. */
function chooseBuilder(secret: string | undefined, env: Environment): Builder | undefined {
  if (secret !== undefined) return 'buildkit'
  const setting = env['DOCKER_BUILDKIT']
  if (setting === undefined || setting === '') return undefined
  return /^(?:0|f|false)$/i.test(setting) ? 'classic' : 'buildkit'
}

/** Only the daemon's own builder leaves the image where containers start from. */
function settingsOf(builder: Builder | undefined): Environment {
  const own = { BUILDKIT_PROGRESS: 'plain', BUILDX_BUILDER: undefined }
  return builder === undefined
    ? own
    : { ...own, DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0' }
}

/** Only the step that failed tells why: an earlier one may have overcome what it complained of. */
export function explainFailure({ code, stdout, stderr }: CommandResult): Failure {
  const lines = linesOfFailedStep(`${stdout}${stderr}`)
  const log = lines.slice(-mostLines).join('\n')
  const lacking = lackings.find(({ says }) => says.test(lines.join('\n')))
  return lacking
    ? fails('machine', lacking.reason, log)
    : fails('service', `the image does not build: docker ended with ${code}`, log)
}

/** A longer log is cut at its top, since the reason stands at its end. */
const mostLines = 40

/** What builders and installers say when the machine is the reason; the first that fits is the one named. */
const lackings: readonly { readonly says: RegExp; readonly reason: string }[] = [
  {
    says: /Cannot connect to the Docker daemon|error during connect/,
    reason: 'no Docker daemon answers',
  },
  { says: /buildx component is missing/, reason: 'this Docker has no BuildKit: install buildx' },
  { says: /no space left on device/i, reason: 'the disk of the Docker daemon is full' },
  {
    says: /pull access denied|toomanyrequests|failed to (?:do request|authorize)|failed to resolve source metadata(?!.*: not found)|Get "?https:\/\/\S+\/v2\//,
    reason: 'the base image cannot be fetched from its registry',
  },
  {
    says: /name resolution|Temporary failure resolving|Could not resolve|Name or service not known|NewConnectionError|ConnectError|ConnectionError|dns error|All attempts to connect|no such host|i\/o timeout/i,
    reason: 'the build has no network',
  },
]

function linesOfFailedStep(log: string): string[] {
  const lines = log.trimEnd().split('\n')
  const step = lines.findLastIndex((line) => /^Step \d+\/\d+ :|^#\d+ \[/.test(line))
  return lines.slice(Math.max(step, 0))
}

function fails(blame: Failure['blame'], reason: string, log: string): Failure {
  return { ok: false, blame, reason, log }
}
