import { basename, join, relative, sep } from 'node:path'
import { pathOf } from '../artifacts/change.ts'
import { findUncopied, findUnlocked } from '../detect/dependencies.ts'
import { type Detected, type DetectedService, detect, detectService } from '../detect/index.ts'
import { findWrongPlace, type Place } from '../detect/place.ts'
import { describeUnmet } from '../detect/python-version.ts'
import { type Draft, writeDescription } from '../detect/write-description.ts'
import { type Finding, formatLocation } from '../findings/finding.ts'
import { diskRepo } from '../io/disk-repo.ts'
import { findFolderAbove, readBytes } from '../io/read.ts'
import { writeFiles } from '../io/write-files.ts'
import type { Outcome } from '../outcome.ts'
import { loadSpec } from '../spec/load.ts'
import type { CommandContext } from './context.ts'
import { refuseOutside } from './description.ts'
import { type GenerateOptions, generate } from './generate.ts'
import { askForMissing } from './init-questions.ts'

export interface InitOptions {
  readonly name?: string
  readonly root?: string
  readonly app?: string
  readonly framework?: string
  readonly port?: string
  readonly profile?: string
  readonly origin?: readonly string[]
  readonly force?: true
}

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

  const misplaced = findWrongPlace(
    lookAbove(context, folder, options.root ?? detected.apps[0]?.root),
  )
  if (misplaced) return stop([misplaced])
  const answers = await askForMissing(options, detected, repo, mayAsk)
  if (!answers.ok) return stop(answers.findings)
  const root = answers.draft.root ?? '.'
  const service = detectService(root, repo)
  const unlocked = findUnlocked(root, repo)
  const uncopied = findUncopied(service.dependencies?.files ?? [], root, repo)
  const unbuildable = unlocked ? [unlocked] : uncopied
  if (unbuildable.length > 0) return stop(unbuildable)
  const text = writeDescription(completeDraft(answers.draft, service), version)
  const loaded = loadSpec(new TextEncoder().encode(text), specFile)
  if (!loaded.ok) return stop(loaded.findings)

  writeFiles(top, [{ path: specFile, content: text }])
  const outcome = await generate({ ...context, repo: diskRepo(top) }, pickForce(options))
  return {
    ...outcome,
    detected: { ...detected, ...service },
    findings: [...notices(answers.draft, service), ...outcome.findings],
    summary: outcome.ok
      ? `Wrote ${specFile} and ${outcome.changes?.length ?? 0} files made from it.`
      : `Wrote ${specFile}, and nothing else yet.`,
    next: outcome.ok ? nextSteps(specFile) : wayOn(specFile, outcome),
  }
}

/** What stands above the folder; a repository of its own, or one that begins nowhere, is the right place. */
function lookAbove({ top, specFile, repo }: CommandContext, folder: string, root = '.'): Place {
  const slashes = (path: string) => path.split(sep).join('/')
  const repositoryAbove = repo.has('.git') ? undefined : findFolderAbove(top, '.git')
  const descriptionAbove = findFolderAbove(top, specFile)
  return {
    folder: slashes(folder),
    specFile,
    descriptionAbove: descriptionAbove && slashes(descriptionAbove),
    repositoryAbove: repositoryAbove && slashes(repositoryAbove),
    fromTop: repositoryAbove ? slashes(relative(join(top, repositoryAbove), top)) : '.',
    root,
  }
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
    findings: [...ignoredFlags(context.specFile, options), ...outcome.findings],
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

const describingFlags = ['name', 'root', 'app', 'framework', 'port', 'profile', 'origin'] as const

/** A standing description is what counts; a flag that says something else must not seem to. */
function ignoredFlags(file: string, options: InitOptions): Finding[] {
  const flags = describingFlags
    .filter((flag) => options[flag] !== undefined)
    .map((flag) => `--${flag}`)
  if (flags.length === 0) return []
  const named = [flags.slice(0, -1).join(', '), flags.at(-1)].filter(Boolean).join(' and ')
  return [
    {
      rule: 'flags-ignored',
      severity: 'warning',
      message: `${named} changed nothing: ${file} stands, and what it says is kept.`,
      fix: `Write the values into ${file} and run \`npx hoptix-deploy generate\`; or remove it and run init again.`,
      where: { file },
    },
  ]
}

/** What init decided that a person may want otherwise. */
function notices(draft: Draft, { cors, python }: DetectedService): Finding[] {
  const unmet = python.unmet ? [describeUnmet(python.unmet)] : []
  if (!cors || draft.cors) return unmet
  return [
    ...unmet,
    {
      rule: 'cors-left-to-the-app',
      severity: 'info',
      message: `The code answers cross-origin requests itself (${formatLocation(cors)}); that stays as it is.`,
      fix: 'To let hoptix.yaml decide, declare `cors: {origins: [https://app.example.com]}`.',
      where: cors,
    },
  ]
}

/** The description is written and the rest is not: init would keep it, so generate is what goes on from here. */
function wayOn(specFile: string, { changes = [], findings }: Outcome): string[] {
  const inTheWay = changes.filter(
    (change) => change.kind === 'blocked' && ['foreign', 'edited'].includes(change.reason),
  )
  const paths = inTheWay.map(pathOf)
  const others = findings.some(
    ({ rule, severity, where }) =>
      severity === 'error' && !(rule.startsWith('file-') && paths.includes(where.file)),
  )
  return [
    `${specFile} is written and stays; correct it there, since \`init\` keeps it from now on.`,
    ...(others ? ['Mend what is named above, then run `npx hoptix-deploy generate`.'] : []),
    ...(paths.length > 0
      ? [
          `Keep a copy of what you need of ${paths.join(', ')}; then let it be replaced with \`npx hoptix-deploy generate --force ${paths.join(' ')}\`, or move it away and run \`npx hoptix-deploy generate\`.`,
        ]
      : []),
  ]
}

function nextSteps(specFile: string): string[] {
  return [
    `Read ${specFile}: every key that may be added is in \`npx hoptix-deploy explain\`.`,
    'Commit the files, and run `npx hoptix-deploy check` in CI.',
    'Deploy with `porter apply -f porter.yaml`; DEPLOYMENT.md has the steps.',
  ]
}
