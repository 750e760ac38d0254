import { readFileSync } from 'node:fs'

/** What a call gives; undefined when its object is not there, there already, or not ours to see. */
export function attempt<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    const expected = ['ENOENT', 'ESRCH', 'EACCES', 'ENOTDIR', 'EINVAL', 'EPERM', 'EEXIST']
    if (expected.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** A file of /proc, or any other text; undefined when it is not there, or no longer. */
export function readIfThere(path: string): string | undefined {
  return attempt(() => readFileSync(path, 'utf8'))
}
