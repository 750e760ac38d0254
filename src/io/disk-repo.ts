import {
  accessSync,
  closeSync,
  constants,
  type Dirent,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { join, relative, sep } from 'node:path'
import ignore from 'ignore'
import { compareText } from '../findings/finding.ts'
import { type Repo, startLength } from '../repo/repo.ts'
import { attempt } from './attempt.ts'
import { placeFinder } from './places.ts'
import { isStagingName } from './staging.ts'

/** Folders that hold other people's code, or none: never entered. */
const neverEntered = new Set([
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
  'node_modules',
  'vendor',
  '__pycache__',
  'site-packages',
])

/** The repository at a folder. What was read once is remembered: one run judges one state of the files. */
export function diskRepo(top: string): Repo {
  const realTop = realpathSync.native(top)
  const texts = new Map<string, string | undefined>()
  const placeOf = placeFinder(realTop)
  let listing: readonly string[] | undefined
  return {
    list: () => {
      listing ??= listFiles(realTop)
      return listing
    },
    read: (path) => {
      if (!texts.has(path)) texts.set(path, readText(join(realTop, path)))
      return texts.get(path)
    },
    readStart: (path) => readStart(join(realTop, path)),
    has: (path) => existsSync(join(realTop, path)),
    realPath: (path) =>
      relative(realTop, placeOf(join(realTop, path)).real)
        .split(sep)
        .join('/'),
    contains: (path) => placeOf(join(realTop, path)).isInside,
  }
}

function readText(path: string): string | undefined {
  const bytes = isFile(path) ? readFileSync(path) : undefined
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** A file that this user may not open is as good as none: only its owner could have been meant to read it. */
function readStart(path: string): string | undefined {
  return attempt(() => {
    if (!statSync(path).isFile()) return undefined
    const handle = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(startLength)
      return bytes.toString('utf8', 0, readSync(handle, bytes))
    } finally {
      closeSync(handle)
    }
  })
}

/** Also at the end of a link. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function listFiles(top: string): string[] {
  const found: string[] = []
  const walk = (folder: string, ignored: readonly IgnoreFile[]): void => {
    const entries = readFolder(join(top, folder))
    const rules = entries.length > 0 ? [...ignored, ...readIgnoreFile(top, folder)] : ignored
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (!neverEntered.has(entry.name) && !isIgnored(`${path}/`, rules)) walk(path, rules)
      } else if (entry.isFile() && !isIgnored(path, rules) && !isStagingName(entry.name))
        found.push(path)
    }
  }
  walk('', [])
  return found.sort(compareText)
}

/** The entries of a folder; none where this user may not look, as in a database's own folder. */
function readFolder(path: string): Dirent[] {
  try {
    accessSync(path, constants.R_OK | constants.X_OK)
  } catch {
    return []
  }
  return readdirSync(path, { withFileTypes: true })
}

interface IgnoreFile {
  readonly folder: string
  readonly rules: ReturnType<typeof ignore>
}

function readIgnoreFile(top: string, folder: string): IgnoreFile[] {
  const text = readText(join(top, folder, '.gitignore'))
  return text === undefined ? [] : [{ folder, rules: ignore().add(text) }]
}

/** A .gitignore speaks of paths relative to its own folder; the deepest that says anything wins. */
function isIgnored(path: string, files: readonly IgnoreFile[]): boolean {
  return files.reduce((ignored, { folder, rules }) => {
    const verdict = rules.test(folder === '' ? path : path.slice(folder.length + 1))
    return verdict.ignored || (ignored && !verdict.unignored)
  }, false)
}
