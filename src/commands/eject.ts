import type { Artifact } from '../artifacts/artifact.ts'
import { type Change, pathOf } from '../artifacts/change.ts'
import { diffText } from '../artifacts/diff.ts'
import { normalize } from '../artifacts/marker.ts'
import { ejectedText } from '../artifacts/own/ejected.ts'
import type { Template } from '../artifacts/templates.ts'
import { driftChecks } from '../audit/drift.ts'
import { didYouMean } from '../findings/did-you-mean.ts'
import type { Finding } from '../findings/finding.ts'
import { readBytes } from '../io/read.ts'
import { writeFiles } from '../io/write-files.ts'
import type { Outcome } from '../outcome.ts'
import { artifactKinds } from '../pipeline.ts'
import { loadSpec } from '../spec/load.ts'
import type { CommandContext } from './context.ts'

export interface EjectOptions {
  readonly all?: boolean
  readonly to?: string
  readonly diff?: boolean
}

/** Where templates go when the description names no folder yet. */
const usualFolder = 'hoptix-templates'

const templates: readonly Template[] = artifactKinds.flatMap((kind) => kind.templates)

/** Built-in templates as files to edit. One that was edited is never overwritten. */
export async function eject(
  context: CommandContext,
  wanted: string | undefined,
  options: EjectOptions,
): Promise<Outcome> {
  const named = readFolder(context)
  const folder = tidy(options.to ?? named ?? usualFolder)
  const chosen =
    wanted === undefined ? templates : templates.filter(({ name }) => means(name, wanted))
  if (wanted !== undefined && chosen.length === 0) return refuse(unknownTemplate(wanted))
  if (folder.startsWith('../') || folder.startsWith('/') || !context.repo.contains(folder))
    return refuse(outside(folder))
  if (options.diff) return showDifferences(context, chosen, folder)
  if (wanted === undefined && !options.all) return list(context, folder)

  const changes = await Promise.all(chosen.map((template) => compare(context, template, folder)))
  const blocked = changes.filter(({ kind }) => kind === 'blocked')
  if (blocked.length > 0) return { ...refuse(...blocked.map(kept)), changes, applied: false }
  const created = changes.flatMap((change) => (change.kind === 'create' ? [change.artifact] : []))
  writeFiles(context.top, created)
  return {
    ok: true,
    findings: [],
    changes,
    applied: true,
    summary: created.length > 0 ? `Ready to edit in ${folder}.` : 'Everything is there already.',
    next: [
      ...(named === folder ? [] : [`Add \`templates: ${folder}\` to ${context.specFile}.`]),
      'Edit, then run `npx hoptix-deploy generate`: what breaks a promise is refused.',
    ],
  }
}

/** The folder that the description names; undefined without a description, a valid one, or the key. */
function readFolder({ top, specFile }: CommandContext): string | undefined {
  const bytes = readBytes(top, specFile)
  const loaded = bytes && loadSpec(bytes, specFile)
  const services = loaded?.ok ? loaded.spec.services : []
  return services.find(({ written }) => written.templates !== undefined)?.written.templates
}

function tidy(folder: string): string {
  return (
    folder
      .replaceAll('\\', '/')
      .replace(/^(?:\.\/)+/, '')
      .replace(/\/+$/, '') || '.'
  )
}

/** `Dockerfile.hbs`, `Dockerfile`, or `.dockerignore` as the file itself is called. */
function means(name: string, wanted: string): boolean {
  return [wanted, `${wanted}.hbs`, `${wanted.replace(/^\./, '')}.hbs`].includes(name)
}

async function compare(
  { repo }: CommandContext,
  template: Template,
  folder: string,
): Promise<Change> {
  const path = folder === '.' ? template.name : `${folder}/${template.name}`
  const artifact: Artifact = { path, content: await ejectedText(template) }
  const before = repo.read(path)
  if (before === undefined && !repo.has(path)) return { kind: 'create', artifact }
  if (normalize(before ?? '') === normalize(artifact.content))
    return { kind: 'unchanged', artifact }
  return { kind: 'blocked', artifact, before: before ?? '', reason: 'edited' }
}

async function showDifferences(
  context: CommandContext,
  chosen: readonly Template[],
  folder: string,
): Promise<Outcome> {
  const changes = await Promise.all(chosen.map((template) => compare(context, template, folder)))
  const edited = changes.filter((change) => change.kind === 'blocked')
  return {
    ok: true,
    findings: [],
    diffs: edited.map(({ artifact, before }) => ({
      path: artifact.path,
      text: diffText(artifact.path, artifact.content, before),
    })),
    summary:
      edited.length > 0
        ? 'Lines with + are yours, lines with - are those of the built-in template.'
        : `No template in ${folder} differs from the built-in one.`,
  }
}

function list({ repo }: CommandContext, folder: string): Outcome {
  return {
    ok: true,
    findings: [],
    topics: templates.map(({ name, about }) => ({
      group: 'Templates',
      id: name,
      text: repo.has(`${folder}/${name}`) ? `${about} Yours is in ${folder}.` : about,
    })),
    next: ['Copy one for editing: `npx hoptix-deploy eject Dockerfile`, or all of them: `--all`.'],
  }
}

function refuse(...findings: readonly Finding[]): Outcome {
  return { ok: false, findings, summary: 'Nothing was written.' }
}

function unknownTemplate(wanted: string): Finding {
  const close = didYouMean(
    wanted,
    templates.flatMap(({ name }) => [name, name.replace(/\.hbs$/, '')]),
  )
  return {
    rule: 'template-name-unknown',
    severity: 'error',
    message: `No template is called ${wanted}.`,
    fix: close ? `Did you mean \`${close}\`?` : 'Run `npx hoptix-deploy eject` for the list.',
    where: { file: wanted },
  }
}

function outside(folder: string): Finding {
  const { severity } = driftChecks['file-outside-repository']
  return {
    rule: 'file-outside-repository',
    severity,
    message: 'The folder is not inside the repository: its path, or a link, leads out of it.',
    fix: 'Name a folder inside it with `--to`.',
    where: { file: folder },
  }
}

function kept(change: Change): Finding {
  const path = pathOf(change)
  return {
    rule: 'file-edited',
    severity: 'error',
    message: 'A template of yours stands here, and it is kept.',
    fix: `See where it differs with \`npx hoptix-deploy eject --diff\`, or move it away.`,
    where: { file: path },
  }
}
