import { posix } from 'node:path'
import type { Repo } from '../repo/repo.ts'
import { type Callable, mayHoldApp, type PythonModule, readModule } from './python-source.ts'

/** A callable with the file it stands in. */
export interface FoundCallable {
  readonly path: string
  readonly callable: Callable
}

type Modules = ReadonlyMap<string, PythonModule>

/** Larger files are data or generated; an app is not in them. */
const maxSourceLength = 200_000

/** Every app, and every factory that a server can call and no instance stands for. */
export function findCallables(paths: readonly string[], repo: Repo): FoundCallable[] {
  const modules: Modules = new Map(
    paths.flatMap((path): [string, PythonModule][] => {
      const source = repo.read(path) ?? ''
      return source.length <= maxSourceLength && mayHoldApp(source)
        ? [[path, readModule(source)]]
        : []
    }),
  )
  const made = [...modules.keys()].flatMap((path) => findMade(path, modules))
  const standIns = new Set(made.map(({ factory }) => factory))
  const direct = [...modules].flatMap(([path, { callables }]) =>
    callables
      .filter((callable) => !callable.needsArguments && !standIns.has(callable))
      .map((callable) => ({ path, callable })),
  )
  return [...direct, ...made]
}

/** What a module assigns from a factory. A worker or a shell may need the app too, so its name must say that it is served. */
function findMade(path: string, modules: Modules): (FoundCallable & { factory: Callable })[] {
  return (modules.get(path)?.assignments ?? []).flatMap(({ name, callee, line }) => {
    const factory = findFactory(callee, path, modules)
    if (!factory || (!factory.needsArguments && !/^app(?:lication)?$/.test(name))) return []
    const { framework } = factory
    const callable = { name, framework, isFactory: false, needsArguments: false, line }
    return [{ path, callable, factory }]
  })
}

/** The factory behind a name: made in the module, or imported into it, perhaps by way of others. */
function findFactory(
  name: string,
  path: string,
  modules: Modules,
  seen: readonly string[] = [],
): Callable | undefined {
  const module = modules.get(path)
  const own = module?.callables.find((callable) => callable.isFactory && callable.name === name)
  const from = module?.imports.get(name)
  if (own || !from || seen.includes(path)) return own
  return candidatesFor(from.module, path)
    .filter((candidate) => modules.has(candidate))
    .map((candidate) => findFactory(from.name, candidate, modules, [...seen, path]))
    .find(Boolean)
}

/** Files that a module name could mean: any folder above the importing file may be on the path. */
function candidatesFor(module: string, path: string): string[] {
  const [, dots = '', name = ''] = /^(\.*)(.*)$/.exec(module) ?? []
  const below = name.replaceAll('.', '/')
  const folders = foldersAbove(path)
  const bases = dots === '' ? folders : folders.slice(dots.length - 1, dots.length)
  return bases.flatMap((base) => {
    const file = posix.join(base, below)
    return [`${file}.py`, posix.join(file, '__init__.py')]
  })
}

/** The folder of a file, then those above it. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return [...parts.keys(), parts.length]
    .reverse()
    .map((length) => parts.slice(0, length).join('/') || '.')
}
