import type { Repo } from '../../repo/repo.ts'
import { folderOf, nameOf, resolvePath } from './paths.ts'
import { findCalls, type PythonCall } from './python-calls.ts'
import { readPython } from './python-file.ts'
import type { RunningService } from './services.ts'

/** A server meant for one developer, and the call in a script that starts it. */
export interface DevelopmentServer {
  /** As a person would say it: `flask run`. */
  readonly name: string
  /** The word of the command line that names it. */
  readonly word: string
  readonly call?: { readonly file: string; readonly found: PythonCall }
}

/** The development server that a service starts with; undefined when it does not. */
export function findDevelopmentServer(
  service: RunningService,
  repo: Repo,
): DevelopmentServer | undefined {
  const { start } = service
  if (!start) return undefined
  if (start.server) return undefined
  const words = start.words
  const follows = (first: RegExp, second: string): boolean =>
    words.some((word, index) => first.test(word) && words.slice(index + 1).includes(second))
  if (follows(/(?:^|\/)flask$/, 'run')) return { name: "Flask's development server", word: 'flask' }
  if (follows(/manage\.py$|(?:^|\/)django-admin$/, 'runserver'))
    return { name: "Django's development server", word: 'runserver' }
  if (follows(/(?:^|\/)fastapi$/, 'dev')) return { name: 'fastapi dev', word: 'fastapi' }
  if (words.some((word) => word === 'http.server'))
    return { name: "Python's http.server", word: 'http.server' }
  return findScript(service, words, repo)
}

/** `python app.py`, when app.py ends in `app.run()`. */
function findScript(
  { dockerfile, porter }: RunningService,
  words: readonly string[],
  repo: Repo,
): DevelopmentServer | undefined {
  const python = words.findIndex((word) => /(?:^|\/)python[0-9.]*$/.test(word))
  const script = words.slice(python + 1).find((word) => word.endsWith('.py'))
  if (python < 0 || !script) return undefined
  const folders = [porter?.file.context ?? '', dockerfile ? folderOf(dockerfile.path) : '']
  const inImage = script.replace(/^\/[^/]+\//, '')
  const path = folders
    .map((folder) => resolvePath(folder, inImage))
    .find((place) => place !== undefined && repo.read(place) !== undefined)
  const name = `python ${script}`
  // Without the file only its name can tell.
  if (path === undefined)
    return /^(?:app|run|wsgi)\.py$/.test(nameOf(script)) ? { name, word: script } : undefined
  const text = repo.read(path) ?? ''
  if (/\b(?:uvicorn|hypercorn|waitress|gunicorn|gevent|cheroot|tornado)\b/.test(text))
    return undefined
  const found = findCalls(readPython(repo, path), /^\w+\.run$|^run_simple$/).find(
    ({ callee }) => !/^(?:asyncio|subprocess|anyio|trio)\./.test(callee),
  )
  return found && { name, word: script, call: { file: path, found } }
}
