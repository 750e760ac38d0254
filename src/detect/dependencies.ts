import { posix } from 'node:path'
import { type ManagerId, managerIds, managers } from '../facts/managers.ts'
import { joinPath } from '../facts/paths.ts'
import type { Finding } from '../findings/finding.ts'
import type { Repo } from '../repo/repo.ts'
import { findExtraIndexLines, type RequirementsEntry, readEntries } from './requirements.ts'

export interface DetectedDependencies {
  readonly manager: ManagerId
  readonly files: readonly string[]
}

/** Where pip's own files are found, the ones for production first. */
const requirementFiles = [
  'requirements.txt',
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements/base.txt',
]

/** Files that mark a folder as the root of a service. */
export const dependencyFileNames: readonly string[] = [
  ...requirementFiles,
  'pyproject.toml',
  'Pipfile',
]

/** What a service's folder says of its dependencies: a lock file is surer than a list. */
export function detectDependencies(root: string, repo: Repo): DetectedDependencies | undefined {
  const locked = managerIds.find(
    (id) => id !== 'pip' && managers[id].files.every((file) => repo.has(joinPath(root, file))),
  )
  if (locked) return { manager: locked, files: managers[locked].files }
  const first = requirementFiles.find((file) => repo.has(joinPath(root, file)))
  return first === undefined
    ? undefined
    : { manager: 'pip', files: [...new Set(withIncludes(first, root, repo))] }
}

/** A requirements file with those it includes (`-r base.txt`): the image needs them side by side. */
function withIncludes(
  file: string,
  root: string,
  repo: Repo,
  seen: readonly string[] = [],
): string[] {
  if (seen.includes(file)) return []
  const included = readEntries(repo.read(joinPath(root, file)) ?? '')
    .filter(({ kind }) => kind === 'requirements')
    .flatMap(({ target }) => resolve(file, target) ?? [])
  return [...included.flatMap((name) => withIncludes(name, root, repo, [...seen, file])), file]
}

/** What pip would look for in the image and not find: only the listed files are there when it runs. */
export function findUncopied(files: readonly string[], root: string, repo: Repo): Finding[] {
  return files
    .filter((file) => !/(?:\.toml|\.lock|(?:^|\/)Pipfile)$/.test(file))
    .flatMap((file) =>
      readEntries(repo.read(joinPath(root, file)) ?? '')
        .map((entry) => ({ ...entry, path: resolve(file, entry.target) }))
        .filter(({ kind, path }) => kind === 'path' || !path || !files.includes(path))
        .map(
          (entry): Finding => ({
            rule: 'requirements-need-more-files',
            severity: 'error',
            message: `${file} needs ${entry.target}, which is not in the image when pip runs: only the files of \`dependencies.files\` are. The build would stop there.`,
            fix: fixFor(entry),
            where: { file: joinPath(root, file), line: entry.line },
          }),
        ),
    )
}

/** An extra index may serve any name; what it holds may also be missing where only PyPI is asked. */
export function findExtraIndexes(files: readonly string[], root: string, repo: Repo): Finding[] {
  return files.flatMap((file) =>
    findExtraIndexLines(repo.read(joinPath(root, file)) ?? '').map(
      (line): Finding => ({
        rule: 'extra-index-in-requirements',
        severity: 'info',
        message: `${file} adds an index that pip asks for every package: of equal names the higher version wins, whoever published it.`,
        fix: 'Take the line out, and name the index with the packages that come from it under `dependencies.indexes`.',
        where: { file: joinPath(root, file), line },
      }),
    ),
  )
}

function fixFor({ kind, target, path }: RequirementsEntry & { path: string | undefined }): string {
  if (kind === 'requirements')
    return path
      ? `Name ${path} under \`dependencies.files\`, before the file that includes it.`
      : `Move ${target} below the service's folder, or copy its lines here.`
  if (kind === 'constraints')
    return 'Pin the versions here instead, and drop the line: `uv pip compile` of this file prints them with the constraints applied.'
  return /^\.\/?(?:\[|$)/.test(target)
    ? 'Drop the line and name what the project depends on here: its own source is in the image, and `appDir` says where it is imported from.'
    : 'Name a released version of it, or a wheel by its https address. Source below the service is in the image without being installed.'
}

/** From the folder of the file that names it; undefined when that is above the root. */
function resolve(file: string, target: string): string | undefined {
  const path = posix.join(posix.dirname(file), target)
  return /^(?:\.\.(?:\/|$))/.test(path) || target.startsWith('/') ? undefined : path
}
