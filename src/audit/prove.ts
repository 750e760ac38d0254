import type { Artifact } from '../artifacts/artifact.ts'
import { underRoot } from '../artifacts/kinds/kind.ts'
import { templateChecks } from '../artifacts/own/checks.ts'
import type { ServiceFiles } from '../artifacts/render.ts'
import { byLocation, type Finding, formatLocation } from '../findings/finding.ts'
import type { Plan } from '../plan/plan.ts'
import { type PromiseId, promisesOf } from '../promises.ts'
import { memoryRepo } from '../repo/repo.ts'
import { auditRepo, withoutRepeats } from './audit-repo.ts'
import { findBroken } from './own/index.ts'
import { dockerfileNeedsBuildkit } from './rules/dockerfile-needs-buildkit.ts'

/** A finding in what was rendered, before its place is said in words of the template. */
interface Breach {
  readonly finding: Finding
  readonly promises: readonly PromiseId[]
}

/**
 * Parses what was rendered back and holds it against every promise. Empty when all of them hold; anything else is
 * an error, even what would be a mere warning in a repository that promises nothing.
 */
export function proveArtifacts(
  artifacts: readonly Artifact[],
  plans: readonly Plan[] = [],
): Finding[] {
  const files = Object.fromEntries(artifacts.map(({ path, content }) => [path, content]))
  const audited = auditRepo(memoryRepo(files))
    .filter((finding) => !isAskedFor(finding, files, plans))
    .map((finding): Breach => ({ finding, promises: promisesOf(finding.rule) }))
  const guarded = artifacts.flatMap(findBreaches).filter((one) => !isTold(one, audited))
  return [...audited, ...guarded]
    .map(
      ({ finding, promises }): Finding => ({
        ...finding,
        severity: 'error',
        message: `${finding.message} ${describePromises(promises)}`.trim(),
      }),
    )
    .map((finding) => placeInTemplate(finding, artifacts))
    .sort(byLocation)
}

function findBreaches(artifact: Artifact): Breach[] {
  const { fix } = templateChecks['template-breaks-promise']
  const name = artifact.own?.template.split('/').at(-1) ?? ''
  return findBroken(artifact).map(({ promise, line, message }) => ({
    promises: [promise],
    finding: {
      rule: 'template-breaks-promise',
      severity: 'error',
      message,
      fix: fix.replace('NAME', name),
      where: { file: artifact.path, ...(line && { line }) },
    },
  }))
}

/** `dependencies.indexSecret` is the one thing that only BuildKit can do: its mount is no breach, any other is. */
function isAskedFor(
  { rule, where }: Finding,
  files: Readonly<Record<string, string>>,
  plans: readonly Plan[],
): boolean {
  if (rule !== dockerfileNeedsBuildkit.id || where.line === undefined) return false
  const line = files[where.file]?.split('\n')[where.line - 1]
  return plans.some((plan) => {
    const { value: secret } = plan['dependencies.indexSecret']
    const isOurs = where.file === underRoot(plan, 'Dockerfile')
    return isOurs && secret !== undefined && line === `RUN ${mount(secret)} \\`
  })
}

function mount(secret: string): string {
  return `--mount=type=secret,id=${secret},target=/root/.netrc,required=true`
}

/** Services meet in nothing but files that they share, so each is proven by itself: the cost of one stays the same. */
export function proveServices(services: readonly ServiceFiles[]): Finding[] {
  const findings = services.flatMap(({ artifacts, plan }) => proveArtifacts(artifacts, [plan]))
  return withoutRepeats(findings).sort(byLocation)
}

/** A rule knows better what is wrong than a comparison does. */
function isTold({ finding, promises }: Breach, audited: readonly Breach[]): boolean {
  const { file, line } = finding.where
  return audited.some(
    (other) =>
      other.finding.where.file === file &&
      other.finding.where.line === line &&
      other.promises.some((promise) => promises.includes(promise)),
  )
}

function describePromises(broken: readonly PromiseId[]): string {
  if (broken.length === 0) return ''
  return `(${broken.length === 1 ? 'promise' : 'promises'}: ${broken.join(', ')})`
}

/** What is not on the disk cannot be looked up there: the place is the template's, and the rendered one is told. */
function placeInTemplate(finding: Finding, artifacts: readonly Artifact[]): Finding {
  const { where, message } = finding
  const artifact = artifacts.find(({ path }) => path === where.file)
  const rendered = formatLocation(where)
  if (artifact?.own) {
    const line = artifact.own.lines[(where.line ?? 0) - 1] ?? 0
    const { template: file } = artifact.own
    return {
      ...finding,
      message: `As ${rendered}: ${message}`,
      where: { file, ...(line > 0 && { line }) },
    }
  }
  const templates = artifacts.flatMap(({ own }) => own?.template ?? [])
  if (templates.length === 0) return finding
  return {
    ...finding,
    message: `${message} The file itself is built in; what disagrees with it comes from ${templates.join(' or ')}.`,
  }
}
