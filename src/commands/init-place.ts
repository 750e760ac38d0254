import { join, relative, sep } from 'node:path'
import type { Place } from '../detect/place.ts'
import { findFolderAbove } from '../io/read.ts'
import type { CommandContext } from './context.ts'

/** What stands above the folder; a repository of its own, or one that begins nowhere, is the right place. */
export function lookAbove(
  { top, specFile, repo }: CommandContext,
  folder: string,
  root = '.',
): Place {
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
