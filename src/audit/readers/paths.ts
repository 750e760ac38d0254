/** Paths of a repository: relative to its top, with forward slashes. */

export function nameOf(path: string): string {
  return path.split('/').at(-1) ?? ''
}

/** Empty for the top. */
export function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/')
}

/** `./a/../b/` as `b`. Empty for the top; undefined when it leads above it. */
export function resolvePath(folder: string, path: string): string | undefined {
  const steps: string[] = []
  for (const step of [...folder.split('/'), ...path.split('/')]) {
    if (step === '..' && steps.pop() === undefined) return undefined
    if (step !== '' && step !== '.' && step !== '..') steps.push(step)
  }
  return steps.join('/')
}

export function isInside(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}
