import type { FrameworkId } from '../frameworks/index.ts'
import type { Repo } from '../repo/repo.ts'
import { findCallables } from './callables.ts'
import { dependencyFileNames } from './dependencies.ts'
import type { Callable } from './python-source.ts'

/** A service that a repository seems to hold. */
export interface AppCandidate {
  readonly root: string
  readonly appDir: string
  /** As hoptix.yaml takes it. */
  readonly app: string
  readonly framework: FrameworkId
  readonly file: string
  readonly line: number
}

/** Code that is there for something else than to be served. */
const aside =
  /(?:^|\/)(?:tests?|docs?|examples?|scripts|migrations|conftest\.py|test_[^/]*\.py|[^/]*_test\.py)(?:\/|$)/

/** Every app in the repository, the likeliest first. */
export function findApps(repo: Repo): AppCandidate[] {
  const paths = repo.list().filter((path) => path.endsWith('.py') && !aside.test(path))
  return findCallables(paths, repo)
    .map(({ path, callable }) => ({
      candidate: toCandidate(path, callable, repo),
      score: scoreOf(path, callable),
    }))
    .sort((a, b) => b.score - a.score)
    .map(({ candidate }) => candidate)
}

/** An instance is surer than a factory, a file near the top surer than one far below. */
function scoreOf(path: string, { name, isFactory }: Callable): number {
  const file = path.split('/').at(-1) ?? ''
  const names = ['app', 'application'].includes(name) || isFactory ? 2 : 0
  const files = ['app.py', 'wsgi.py', 'main.py', 'server.py'].includes(file) ? 2 : 0
  return names + files + (isFactory ? 0 : 3) - path.split('/').length
}

function toCandidate(
  path: string,
  { name, isFactory, framework, line }: Callable,
  repo: Repo,
): AppCandidate {
  const base = importBase(path, repo)
  const root = serviceRoot(base, repo)
  const module = path
    .slice(base === '' ? 0 : base.length + 1)
    .replace(/(?:\/__init__)?\.py$/, '')
    .replaceAll('/', '.')
  return {
    root: root === '' ? '.' : root,
    appDir: base === root ? '.' : base.slice(root === '' ? 0 : root.length + 1),
    app: `${module}:${name}${isFactory ? '()' : ''}`,
    framework,
    file: path,
    line,
  }
}

/** The folder that the module is imported from: above every package that it lies in. */
function importBase(path: string, repo: Repo): string {
  let folder = parentOf(path)
  while (folder !== '' && repo.has(`${folder}/__init__.py`)) folder = parentOf(folder)
  return folder
}

/** The nearest folder at or above that says what it depends on; the top when none does. */
function serviceRoot(base: string, repo: Repo): string {
  for (let folder = base; folder !== ''; folder = parentOf(folder)) {
    if (dependencyFileNames.some((name) => repo.has(`${folder}/${name}`))) return folder
  }
  return ''
}

function parentOf(path: string): string {
  return path.split('/').slice(0, -1).join('/')
}
