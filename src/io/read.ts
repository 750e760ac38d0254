import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** The bytes of a file; undefined when there is none. */
export function readBytes(top: string, path: string): Uint8Array | undefined {
  const file = resolve(top, path)
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file) : undefined
}

/** The nearest folder above that holds a file of this path, relative to `top`; undefined when none does. */
export function findFolderAbove(top: string, path: string): string | undefined {
  for (let folder = dirname(top); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, path))) return relative(top, folder)
  }
  return undefined
}
