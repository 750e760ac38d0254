import { basename } from 'node:path'
import { type Detected, type DetectedService, detect, detectService } from '../detect/index.ts'
import { type Draft, writeDescription } from '../detect/write-description.ts'
import { type Finding, formatLocation } from '../findings/finding.ts'
import { diskRepo } from '../io/disk-repo.ts'
import { readBytes } from '../io/read.ts'
import { writeFiles } from '../io/write-files.ts'
import type { Outcome } from '../outcome.ts'
import { loadSpec } from '../spec/load.ts'
import type { CommandContext } from './context.ts'
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
  readonly force?: GenerateOptions['force']
}

/** Looks, asks, writes hoptix.yaml, generates. A description that stands is kept. */
export async function init(
  context: CommandContext,
  options: InitOptions,
  mayAsk: boolean,
): Promise<Outcome> {
  const detected = detect(basename(context.top), context.repo)
  if (readBytes(context.top, context.specFile)) return keepDescription(context, options, detected)

  const answers = await askForMissing(options, detected, context.repo, mayAsk)
  if (!answers.ok)
    return { ok: false, findings: answers.findings, detected, summary: 'Nothing was written.' }
  const service = detectService(answers.draft.root ?? '.', context.repo)
  const text = writeDescription(completeDraft(answers.draft, service))
  const loaded = loadSpec(new TextEncoder().encode(text), context.specFile)
  if (!loaded.ok)
    return { ok: false, findings: loaded.findings, detected, summary: 'Nothing was written.' }

  writeFiles(context.top, [{ path: context.specFile, content: text }])
  const outcome = await generate({ ...context, repo: diskRepo(context.top) }, pickForce(options))
  return {
    ...outcome,
    detected: { ...detected, ...service },
    findings: [...corsNotice(answers.draft, service), ...outcome.findings],
    summary: outcome.ok
      ? `Wrote ${context.specFile} and ${outcome.changes?.length ?? 0} files made from it.`
      : `Wrote ${context.specFile}, and nothing else yet.`,
    next: outcome.ok
      ? nextSteps(context.specFile)
      : [`Mend what is named above, then run \`npx hoptix-deploy generate\`.`],
  }
}

/** What was found, except where it is the default anyway: a description says what is particular. */
function completeDraft(draft: Draft, { dependencies, python }: DetectedService): Draft {
  const ordinary =
    dependencies?.manager === 'pip' && dependencies.files.join() === 'requirements.txt'
  return {
    ...draft,
    ...(python ? { python } : {}),
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

function corsNotice(draft: Draft, { cors }: DetectedService): Finding[] {
  if (!cors || draft.cors) return []
  return [
    {
      rule: 'cors-left-to-the-app',
      severity: 'info',
      message: `The code answers cross-origin requests itself (${formatLocation(cors)}); that stays as it is.`,
      fix: 'To let hoptix.yaml decide, declare `cors: {origins: [https://app.example.com]}`.',
      where: cors,
    },
  ]
}

function nextSteps(specFile: string): string[] {
  return [
    `Read ${specFile}: every key that may be added is in \`npx hoptix-deploy explain\`.`,
    'Commit the files, and run `npx hoptix-deploy check` in CI.',
    'Deploy with `porter apply -f porter.yaml`; DEPLOYMENT.md has the steps.',
  ]
}
