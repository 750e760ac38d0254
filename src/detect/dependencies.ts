import { type ManagerId, managerIds, managers } from '../facts/managers.ts'
import type { Repo } from '../repo/repo.ts'

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
  const inRoot = (name: string) => (root === '.' ? name : `${root}/${name}`)
  const locked = managerIds.find(
    (id) => id !== 'pip' && managers[id].files.every((file) => repo.has(inRoot(file))),
  )
  if (locked) return { manager: locked, files: managers[locked].files }
  const first = requirementFiles.find((file) => repo.has(inRoot(file)))
  return first === undefined
    ? undefined
    : { manager: 'pip', files: withIncludes(first, root, repo) }
}

/** A requirements file with those it includes (`-r base.txt`): the image needs them side by side. */
function withIncludes(
  file: string,
  root: string,
  repo: Repo,
  seen: readonly string[] = [],
): string[] {
  if (seen.includes(file)) return []
  const text = repo.read(root === '.' ? file : `${root}/${file}`) ?? ''
  const folder = file.split('/').slice(0, -1)
  const included = [...text.matchAll(/^\s*(?:-r|--requirement)[ =]+(\S+)/gm)].map(([, name = '']) =>
    join(folder, name),
  )
  return [...included.flatMap((name) => withIncludes(name, root, repo, [...seen, file])), file]
}

function join(folder: readonly string[], name: string): string {
  const parts = [...folder]
  for (const part of name.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
