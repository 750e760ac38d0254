import type { PromiseId } from '../../promises.ts'
import { childrenOf, textOf } from '../readers/python-file.ts'
import type { Broken } from './guard.ts'
import { guardPython, type Place } from './python-guard.ts'
import { usedNames } from './python-names.ts'
import type { PythonStatement } from './python-statements.ts'

/** Which promise rests on a statement that says one of these words; the first that fits. */
const words: readonly (readonly [RegExp, PromiseId])[] = [
  [/with_health|HEALTH_PATH|json/, 'healthy'],
  [
    /cors|CORS|ORIGIN_PATTERNS|Headers\b|answer_preflight|CorsResponse|\bre\b|Iterator/i,
    'cors-exact',
  ],
  [/without_debug|Debugged|Flask|Starlette|django/, 'production-server'],
  [/with_errors|respond/, 'kept-alive'],
]

/** Layers that see a request before the app does: nothing is put around them. */
const outer = /^application\s*=\s*with_(?:health|cors|errors)\(/

/** The server bootstrap. A person may add code, and layers around the app but inside ours. */
export const guardBootstrap = guardPython({
  isFree: ({ name, text }) =>
    /^(?:require_variables|REQUIRES|with_client_address)$/.test(name ?? '') ||
    /^(?:require_variables\(|application\s*=\s*(?:ProxyFix|with_client_address)\()/.test(text),
  readable: ['APP', 'APP_DIR', 'SERVICE', 'StartError', 'log'],
  judged: ['application'],
  promiseOf: promiseOfStatement,
  judge: judgeLayer,
})

function promiseOfStatement({ name, text }: PythonStatement): PromiseId {
  const said = name === undefined || name === 'application' ? text : name
  return words.find(([word]) => word.test(said))?.[1] ?? 'bind'
}

/** `application = layer(application)`, behind the app and before health, CORS and errors. */
function judgeLayer(added: PythonStatement, { before, after }: Place): Broken | undefined {
  const changes = usedNames(added).filter(
    ({ name, isChanged }) => name === 'application' && isChanged,
  )
  const [change] = changes
  if (!change) return undefined
  const { line } = change
  const isLayer = changes.every(({ node }) => {
    const assignment = node.parent
    const value = assignment && childrenOf(assignment).at(-1)
    return (
      assignment?.name === 'AssignStatement' &&
      node.nextSibling?.name === 'AssignOp' &&
      value?.name === 'CallExpression' &&
      /[(,]\s*application\s*[,)]/.test(textOf(value, added.file.text))
    )
  })
  if (!isLayer || !before.some(isLoading))
    return {
      promise: 'production-server',
      line,
      message:
        '`application` is the app that was loaded and checked; only `application = layer(application)` behind it may wrap it.',
    }
  const covered = before.findLast(({ text }) => outer.test(text))
  if (!covered) return undefined
  const next = after.length > 0 ? '' : ', the last lines of the file'
  return {
    promise: promiseOfStatement(covered),
    line,
    message: `A layer around \`${covered.text.split('#')[0]?.trim()}\` would answer before it does; put it above that line${next}.`,
  }
}

function isLoading({ text }: PythonStatement): boolean {
  return /^application\s*=.*\bload_app\(/.test(text)
}
