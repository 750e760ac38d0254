import { basename } from 'node:path'
import { repeatSpec } from '../artifacts/own-commands.ts'
import { findExtraIndexes, findUncopied } from '../detect/dependencies.ts'
import { type Detected, type DetectedService, detect, detectService } from '../detect/index.ts'
import { findWrongPlace } from '../detect/place.ts'
import { findUnlocked } from '../detect/unlocked.ts'
import { type Draft, writeDescription } from '../detect/write-description.ts'
import type { Finding } from '../findings/finding.ts'
import { diskRepo } from '../io/disk-repo.ts'
import { readBytes } from '../io/read.ts'
import { writeFiles } from '../io/write-files.ts'
import type { Outcome } from '../outcome.ts'
import type { Repo } from '../repo/repo.ts'
import { loadSpec } from '../spec/load.ts'
import type { CommandContext } from './context.ts'
import { notAFile, refuseOutside } from './description.ts'
import { type GenerateOptions, generate } from './generate.ts'
import { nextSteps, wayOn } from './init-next-steps.ts'
import { findIgnoredFlags, noticeChoices } from './init-notices.ts'
import type { InitOptions } from './init-options.ts'
import { lookAbove } from './init-place.ts'
import { askForMissing } from './init-questions.ts'

/** What init is told besides the flags. */
export interface InitSituation {
  /** The folder as the person named it. */
  readonly folder: string
  readonly mayAsk: boolean
  /** The release that writes the description. */
  readonly version: string
}

/** Looks, asks, writes hoptix.yaml, generates. A description that stands is kept. */
export async function init(
  context: CommandContext,
  options: InitOptions,
  { folder, mayAsk, version }: InitSituation,
): Promise<Outcome> {
  const outside = refuseOutside(context)
  if (outside) return { ok: false, findings: [outside], summary: 'Nothing was written.' }
  const { repo, specFile, top } = context
  const detected = detect(basename(top), repo)
  if (readBytes(top, specFile)) return keepDescription(context, options, detected)
  const stop = (findings: readonly Finding[]): Outcome => ({
    ok: false,
    findings,
    detected,
    summary: 'Nothing was written.',
  })
  if (repo.has(specFile)) return stop([notAFile(specFile)])

  const misplaced = findWrongPlace(
    lookAbove(context, folder, options.root ?? detected.apps[0]?.root),
  )
  if (misplaced) return stop([misplaced])
  const answers = await askForMissing(options, detected, repo, mayAsk)
  if (!answers.ok) return stop(answers.findings)
  const services = answers.drafts.map((draft) => lookInto(draft, repo))
  const unbuildable = services.flatMap((service) => service.unbuildable)
  if (unbuildable.length > 0) return stop(unbuildable)
  const drafts = services.map(({ draft, found }) => completeDraft(draft, found))
  const text = repeatSpec(writeDescription(drafts, version), specFile)
  const loaded = loadSpec(new TextEncoder().encode(text), specFile)
  if (!loaded.ok) return stop(loaded.findings)

  writeFiles(top, [{ path: specFile, content: text }])
  const outcome = await generate({ ...context, repo: diskRepo(top) }, pickForce(options))
  return {
    ...outcome,
    detected: { ...detected, ...(services.length === 1 ? services[0]?.found : { services }) },
    findings: [
      ...services.flatMap(({ draft, found }) => [
        ...noticeChoices(draft, found),
        ...findExtraIndexes(found.dependencies?.files ?? [], draft.root ?? '.', repo),
      ]),
      ...outcome.findings,
    ],
    summary: outcome.ok
      ? `Wrote ${specFile} and ${outcome.changes?.length ?? 0} files made from it.`
      : `Wrote ${specFile}, and nothing else yet.`,
    next: outcome.ok ? nextSteps(specFile, drafts) : wayOn(specFile, outcome),
  }
}

interface Service {
  readonly draft: Draft
  readonly found: DetectedService
  readonly unbuildable: readonly Finding[]
}

/** What the folder of a service says, and what of it no image could be built from. */
function lookInto(draft: Draft, repo: Repo): Service {
  const root = draft.root ?? '.'
  const found = detectService(root, repo)
  const unlocked = findUnlocked(root, repo)
  const uncopied = findUncopied(found.dependencies?.files ?? [], root, repo)
  return { draft, found, unbuildable: unlocked ? [unlocked] : uncopied }
}

/** What was found, except where it is the default anyway: a description says what is particular. */
function completeDraft(draft: Draft, { dependencies, python }: DetectedService): Draft {
  const ordinary =
    dependencies?.manager === 'pip' && dependencies.files.join() === 'requirements.txt'
  return {
    ...draft,
    ...(python.version ? { python: python.version } : {}),
    ...(dependencies && !ordinary
      ? { dependencies: { manager: dependencies.manager, files: [...dependencies.files] } }
      : {}),
  }
}

async function keepDescription(
  context: CommandContext,
  options: InitOptions,
  detected: Detected,
): Promise<Outcome> {
  const outcome = await generate(context, pickForce(options))
  const found = detected.apps.map(
    ({ app, root, file, line }) => `${app} (root ${root}), in ${file}:${line}`,
  )
  return {
    ...outcome,
    detected,
    findings: [...findIgnoredFlags(context.specFile, options), ...outcome.findings],
    summary: `${context.specFile} was there and is kept. ${outcome.summary ?? ''}`.trim(),
    next:
      found.length > 0
        ? [`Found here: ${found.join('; ')}. Compare with what ${context.specFile} says.`]
        : [],
  }
}

function pickForce({ force }: InitOptions): GenerateOptions {
  return force === undefined ? {} : { force }
}
