import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The bytes of a file; undefined when there is none. */
export function readBytes(top: string, path: string): Uint8Array | undefined {
  const file = join(top, path)
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file) : undefined
}
