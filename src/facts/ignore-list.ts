import { joinPath } from './paths.ts'

/** One entry of the list, in the two languages that enforce it. */
export interface Ignored {
  /** `name` is matched at every depth, `path` where it stands. */
  readonly test: 'name' | 'path'
  /** For `find`, run in the folder that the source was copied to. */
  readonly findPattern: string
  /** For .dockerignore, at the top of that folder. */
  readonly dockerignorePattern: string
}

/** Never part of a running service: secrets, history, caches, tests, and the files that describe its deployment. */
const always = [
  '.env*',
  '.netrc',
  '.pgpass',
  '.pypirc',
  '.aws',
  '.docker',
  '.kube',
  '.ssh',
  '*.key',
  '*.p12',
  '*.pfx',
  'id_ed25519*',
  'id_rsa*',
  'credentials.json',
  'service-account*.json',
  '.git',
  '.github',
  '.gitlab-ci.yml',
  '.idea',
  '.vscode',
  '.DS_Store',
  '.venv',
  './venv',
  'node_modules',
  '__pycache__',
  '*.pyc',
  '.coverage',
  '.mypy_cache',
  '.nox',
  '.pytest_cache',
  '.ruff_cache',
  '.tox',
  'db.sqlite3',
  './tests',
  './Dockerfile',
  './.dockerignore',
  './docker-compose.yml',
  './compose.yaml',
  './hoptix.yaml',
  './porter.yaml',
  './DEPLOYMENT.md',
] as const

/**
 * The built-in list with the description's additions, for one build context. An entry with a slash is a path from the
 * context's top; a built-in one also holds in the folders of the services that are built from it.
 */
export function ignoreList(
  additions: readonly string[],
  serviceFolders: readonly string[] = ['.'],
): Ignored[] {
  const folders = [...new Set(['.', ...serviceFolders])]
  const builtIn = always.flatMap((entry) =>
    entry.startsWith('./')
      ? folders.map((folder) => `./${joinPath(folder, entry.slice(2))}`)
      : [entry],
  )
  return [...new Set([...builtIn, ...additions])].map((entry) => {
    if (!entry.includes('/')) {
      return { test: 'name', findPattern: entry, dockerignorePattern: `**/${entry}` }
    }
    const path = entry.replace(/^\.\//, '')
    return { test: 'path', findPattern: `./${path}`, dockerignorePattern: path }
  })
}

/** The entry that keeps a file out of the image; undefined when none does. */
export function findIgnoring(file: string, entries: readonly Ignored[]): Ignored | undefined {
  return entries.find(({ test, findPattern }) => {
    if (test === 'path') return `./${file}/`.startsWith(`${findPattern}/`)
    const glob = findPattern
      .replace(/[.+@-]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    return file.split('/').some((part) => new RegExp(`^${glob}$`).test(part))
  })
}
