import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { attempt } from './process.ts'

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
