import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findFolderAbove } from './read.ts'

/** A file at the top of our own package, wherever it was installed. */
export function readPackageFile(name: string): string {
  const here = fileURLToPath(import.meta.url)
  return readFileSync(join(here, findFolderAbove(here, name) ?? '.', name), 'utf8')
}
