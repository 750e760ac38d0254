import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { attempt } from './attempt.ts'

/** A new folder of our own, its links resolved: /proc names folders that way. */
export function makeFolder(under = tmpdir(), name = 'hoptix-deploy-verify-'): string {
  fs.mkdirSync(under, { recursive: true })
  return fs.mkdtempSync(join(fs.realpathSync(under), name))
}

/** Copies a folder's content, links as links, without what bears one of the names. */
export function copyFolder(from: string, to: string, without: ReadonlySet<string>): void {
  const wanted = (source: string) => source === from || !without.has(basename(source))
  fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: wanted })
}

/** Never part of what an app needs, and often large. */
export const neverCopied: ReadonlySet<string> = new Set([
  '.git',
  '.venv',
  'venv',
  'node_modules',
  '__pycache__',
])

/**
 * What a builder's COPY does: the content of a folder, or a file by its name when the target ends in a slash; a source
 * may have wildcards in its last part. False when there is nothing of that name.
 */
export function copyInto(context: string, source: string, image: string, target: string): boolean {
  const found = findSources(context, source)
  for (const from of found) {
    const isFolder = fs.statSync(from).isDirectory()
    const to = join(image, target, !isFolder && target.endsWith('/') ? basename(from) : '')
    fs.mkdirSync(isFolder ? to : dirname(to), { recursive: true })
    if (isFolder) copyFolder(from, to, neverCopied)
    else fs.copyFileSync(from, to)
  }
  return found.length > 0
}

function findSources(context: string, source: string): string[] {
  const whole = join(context, source)
  if (!/[*?]/.test(basename(source))) return fs.existsSync(whole) ? [whole] : []
  const pattern = basename(source)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const names = attempt(() => fs.readdirSync(dirname(whole))) ?? []
  return names
    .filter((name) => new RegExp(`^${pattern}$`).test(name))
    .map((name) => join(dirname(whole), name))
}

export function removeFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}

/** Makes a link beside a folder lead to it. False when another process was first. */
export function publishFolder(folder: string, link: string): boolean {
  const done = () => fs.symlinkSync(basename(folder), link) === undefined
  return attempt(done) ?? false
}

/** The folder that a link leads to; undefined when there is none. */
export function publishedFolder(link: string): string | undefined {
  return attempt(() => fs.realpathSync(link))
}

export function removeFile(path: string): void {
  fs.rmSync(path, { force: true })
}
