import { parse as parseToml } from 'smol-toml'
import { parse as parseYaml } from 'yaml'
import { joinPath } from '../facts/paths.ts'
import type { Repo } from '../repo/repo.ts'

/** The app's name: the live one where a porter.yaml tells, else the project's, else the folder's. */
export function detectName(folder: string, root: string, repo: Repo): string {
  const project = joinPath(root, 'pyproject.toml')
  const name =
    readName(() => parseYaml(repo.read('porter.yaml') ?? '', { logLevel: 'silent' })) ??
    readName(() => (parseToml(repo.read(project) ?? '') as { project?: unknown }).project) ??
    folder
  return toPorterName(name)
}

/** Of several services of one repository: the app's name and the folder's. */
export function nameService(app: string, folder: string): string {
  return folder === '.' ? app : toPorterName(`${app}-${folder}`)
}

function readName(parse: () => unknown): string | undefined {
  try {
    const name = (parse() as { name?: unknown } | null | undefined)?.name
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    // A file that does not parse names nothing; `audit` is where it is reported.
    return undefined
  }
}

/** Porter: at most 31 characters, `[a-z0-9-]`, alphanumeric at both ends. */
function toPorterName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 31)
    .replace(/-+$/, '')
  return name === '' ? 'my-service' : name
}
