import { globMatcher } from './glob.ts'
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

/** The built-in list, all that does not depend on a service's folder made once: it serves every service. */
const builtIn: readonly (Ignored | { readonly inFolder: string })[] = always.map((entry) =>
  entry.startsWith('./') ? { inFolder: entry.slice(2) } : toIgnored(entry),
)

/**
 * The built-in list with the description's additions, for one build context. An entry with a slash is a path from the
 * context's top; a built-in one also holds in the folders of the services that are built from it.
 */
export function ignoreList(
  additions: readonly string[],
  serviceFolders: readonly string[] = ['.'],
): readonly Ignored[] {
  const folders = [...new Set(['.', ...serviceFolders])]
  if (folders.length === 1 && additions.length === 0) return builtInAtTop
  return uniqueEntries([...builtInFor(folders), ...additions.map(toIgnored)])
}

function builtInFor(folders: readonly string[]): Ignored[] {
  return builtIn.flatMap((entry) =>
    'inFolder' in entry
      ? folders.map((folder) => toIgnored(`./${joinPath(folder, entry.inFolder)}`))
      : [entry],
  )
}

function uniqueEntries(entries: readonly Ignored[]): Ignored[] {
  return [...new Map(entries.map((entry) => [entry.findPattern, entry])).values()]
}

/** What most services have: no additions, and nothing else in their build context. */
const builtInAtTop: readonly Ignored[] = uniqueEntries(builtInFor(['.']))

function toIgnored(entry: string): Ignored {
  if (!entry.includes('/'))
    return { test: 'name', findPattern: entry, dockerignorePattern: `**/${entry}` }
  const path = entry.replace(/^\.\//, '')
  return { test: 'path', findPattern: `./${path}`, dockerignorePattern: path }
}

/** The entry that keeps a file out of the image; undefined when none does. */
export function findIgnoring(file: string, entries: readonly Ignored[]): Ignored | undefined {
  const parts = file.split('/')
  const whole = `./${file}/`
  return entries.find(({ test, findPattern }) =>
    test === 'path'
      ? whole.startsWith(findPattern) && whole[findPattern.length] === '/'
      : parts.some(nameMatcher(findPattern)),
  )
}

const nameMatchers = new Map<string, (name: string) => boolean>()

/** Each is made once, since every service is held against the same ones. */
function nameMatcher(pattern: string): (name: string) => boolean {
  const matcher = nameMatchers.get(pattern) ?? globMatcher(pattern)
  nameMatchers.set(pattern, matcher)
  return matcher
}
