import type { SyntaxNode } from '@lezer/common'
import type { Repo } from '../../repo/repo.ts'
import { isTest } from '../readers/ours.ts'
import { findCalls, type PythonCall } from '../readers/python-calls.ts'
import { type PythonFile, readPython, textOf } from '../readers/python-file.ts'
import { evaluate, moduleValue, type PythonValue } from '../readers/python-values.ts'
import type { Hit, Rule } from '../rule.ts'

export const corsAnyOriginWithCredentials = {
  id: 'cors-any-origin-with-credentials',
  severity: 'error',
  why: "Any website may then act with the visitor's cookies: the libraries answer each caller's own origin instead of `*`.",
  fix: 'List the origins that may send credentials, each in full.',
  find: (repo) => pythonWithCors(repo).flatMap((file) => [...callHits(file), ...settingHits(file)]),
} as const satisfies Rule

function pythonWithCors(repo: Repo): PythonFile[] {
  return repo
    .list()
    .filter((path) => path.endsWith('.py') && !isTest(repo, path))
    .filter((path) => /cors/i.test(repo.read(path) ?? ''))
    .map((path) => readPython(repo, path))
}

/** flask-cors allows any origin unless told; Starlette none. */
function callHits(file: PythonFile): Hit[] {
  const flask = findCalls(file, /(?:^|\.)(?:CORS|cross_origin)$/).filter(
    ({ named }) => isTrue(named.get('supports_credentials'), file) && flaskAllowsAny(named, file),
  )
  const starlette = [
    ...findCalls(file, /(?:^|\.)add_middleware$|(?:^|\.)Middleware$/).filter(({ positional }) =>
      positional.some((node) => textOf(node, file.text).endsWith('CORSMiddleware')),
    ),
    ...findCalls(file, /(?:^|\.)CORSMiddleware$/),
  ].filter(
    ({ named }) =>
      isTrue(named.get('allow_credentials'), file) &&
      (isAny(named.get('allow_origins'), file) ||
        isCatchAll(named.get('allow_origin_regex'), file)),
  )
  return [...flask, ...starlette].map(({ callee, line }) => ({
    file: file.path,
    line,
    message: `${callee}() lets any origin send credentials.`,
  }))
}

function flaskAllowsAny(named: PythonCall['named'], file: PythonFile): boolean {
  const resources = named.get('resources')
  const origins = named.get('origins')
  if (origins) return isAny(origins, file)
  const inResources =
    resources && /["']origins["']\s*:\s*([\s\S]*)/.exec(textOf(resources, file.text))
  return inResources ? /^\[?\s*["']\*["']/.test(inResources[1] ?? '') : true
}

/** The bootstrap that hoptix-deploy writes, and the settings of django-cors-headers. */
function settingHits(file: PythonFile): Hit[] {
  const pairs = [
    { any: 'CORS_ORIGINS', credentials: 'CORS_CREDENTIALS' },
    { any: 'CORS_ALLOW_ALL_ORIGINS', credentials: 'CORS_ALLOW_CREDENTIALS' },
    { any: 'CORS_ORIGIN_ALLOW_ALL', credentials: 'CORS_ALLOW_CREDENTIALS' },
  ]
  return pairs.flatMap(({ any, credentials }) => {
    const value = moduleValue(file, any)
    if (moduleValue(file, credentials) !== true || !(value === true || holdsStar(value))) return []
    const line = file.assignments.findLast(({ target }) => target === any)?.line ?? 1
    return [{ file: file.path, line, message: `${any} lets any origin send credentials.` }]
  })
}

function isTrue(node: SyntaxNode | undefined, file: PythonFile): boolean {
  return node !== undefined && evaluate(node, file) === true
}

function isAny(node: SyntaxNode | undefined, file: PythonFile): boolean {
  return node !== undefined && holdsStar(evaluate(node, file))
}

function isCatchAll(node: SyntaxNode | undefined, file: PythonFile): boolean {
  return (
    node !== undefined && /^\^?(?:\(?\.\*\)?|https?:\/\/\.\*)\$?$/.test(`${evaluate(node, file)}`)
  )
}

function holdsStar(value: PythonValue | undefined): boolean {
  return value === '*' || (Array.isArray(value) && value.includes('*'))
}
