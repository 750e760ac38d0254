import { driftChecks } from '../audit/drift.ts'
import { type Finding, findingOf } from '../findings/finding.ts'
import { findFolderAbove, readBytes } from '../io/read.ts'
import { artifactKinds, generateSpec, type Read, usesOwnTemplates } from '../pipeline.ts'
import { specChecks } from '../spec/checks.ts'
import { loadSpec } from '../spec/load.ts'
import type { CommandContext } from './context.ts'

/** Reads the description and everything that follows from it; a missing file is a finding like any other. */
export async function readDescription(context: CommandContext): Promise<Read> {
  const { top, specFile, repo } = context
  const outside = refuseOutside(context)
  if (outside) return { ok: false, findings: [outside] }
  const bytes = readBytes(top, specFile)
  if (!bytes) {
    const finding = repo.has(specFile)
      ? notAFile(specFile)
      : missing(specFile, findFolderAbove(top, specFile))
    return { ok: false, findings: [finding] }
  }
  const loaded = loadSpec(bytes, specFile)
  if (!loaded.ok) return loaded
  if (!usesOwnTemplates(loaded.spec)) return generateSpec(loaded.spec, specFile, repo)
  // The compiler is half as large as all the rest, and most descriptions never need it.
  const { openOwnTemplates } = await import('../artifacts/own/render.ts')
  const openIn = await openOwnTemplates(artifactKinds)
  return generateSpec(loaded.spec, specFile, repo, openIn(repo))
}

/** People run commands from inside a service; the description stands at the top of the repository. */
function missing(file: string, above: string | undefined): Finding {
  return findingOf(specChecks, 'spec-missing', {
    message: `There is no ${file} here, so there is nothing to generate or to check.`,
    where: { file },
    ...(above ? { fix: `There is one above: run it there, or with \`--cwd ${above}\`.` } : {}),
  })
}

/** A folder of that name can be neither read nor written over. */
export function notAFile(file: string): Finding {
  return findingOf(specChecks, 'spec-unreadable', {
    message: `${file} is there, but it is no file.`,
    fix: 'Rename it, or name another description with `--spec`.',
    where: { file },
  })
}

/** A description outside the repository, or behind a link out of it, describes something else. */
export function refuseOutside({ specFile, repo }: CommandContext): Finding | undefined {
  if (!specFile.startsWith('../') && repo.contains(specFile)) return undefined
  return findingOf(driftChecks, 'file-outside-repository', {
    message: 'The description is not inside the repository: its path, or a link, leads out of it.',
    fix: 'Name one inside with `--spec`, or the top of its own repository with `--cwd`.',
    where: { file: specFile },
  })
}
