import { type Environment, runCommand } from '../../io/process.ts'

export interface Python {
  /** The interpreter itself, no shim of a version manager. */
  readonly path: string
  /** Such as 3.13.0. */
  readonly version: string
}

/** The bootstrap needs `wsgiref.types`, which came with 3.11. */
const usable = [15, 14, 13, 12, 11].map((minor) => `3.${minor}`)

/**
 * The interpreter of a version, else the newest one here that the bootstrap runs on: the difference is reported, and
 * an app that minds it says so itself. Undefined when there is none.
 */
export async function findPython(wanted: string, env: Environment): Promise<Python | undefined> {
  for (const version of [wanted, ...usable.filter((other) => other !== wanted), '3']) {
    // pyenv's shims refuse a version that is not switched on; other interpreters ignore the variable.
    const asked = { ...env, PYENV_VERSION: version }
    const script = 'import sys; print(sys.executable); print("%d.%d.%d" % sys.version_info[:3])'
    const { code, stdout } = await runCommand([`python${version}`, '-c', script], { env: asked })
    const [path = '', found = ''] = stdout.trim().split('\n')
    const isUsable = usable.some((minor) => found.startsWith(`${minor}.`))
    if (code === 0 && isUsable) return { path, version: found }
  }
  return undefined
}
