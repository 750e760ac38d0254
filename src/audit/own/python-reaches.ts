import type { PromiseId } from '../../promises.ts'
import { textOf } from '../readers/python-file.ts'
import { usedNames } from './python-names.ts'
import { nodesOf, type PythonStatement } from './python-statements.ts'

/** What added code is measured against. */
export interface Reach {
  /** Names that mean something the promises rest on. */
  readonly guarded: readonly string[]
  readonly readable: readonly string[]
  /** Names that are changed by other rules than these. */
  readonly judged: readonly string[]
  readonly imports: readonly PythonStatement[]
}

/** A place where added code reaches into what a promise rests on. */
export interface Reaching {
  /** The name that is reached for. */
  readonly name: string
  readonly line: number
  readonly message: string
  /** Where it is not the promise that rests on the name. */
  readonly promise?: PromiseId
}

/** Functions and attributes that change names without naming them: what they do cannot be read off the code. */
const indirect =
  /^(?:globals|locals|vars|exec|eval|compile|setattr|delattr|__import__|__builtins__|__dict__|__globals__|__code__|modules|reload|import_module|currentframe|_getframe|f_globals|f_locals)$/

/** Calls that serve requests themselves, in the place of gunicorn. */
const serving =
  /(?:^|\.)(?:run_simple|runserver|serve_forever|make_server)$|^(?:app|application|uvicorn|hypercorn|waitress)\.(?:run|serve)$/

/** `import os` gives a name the meaning that it has anyway. */
export function isPlainImport({ node, text }: PythonStatement): boolean {
  return node.name === 'ImportStatement' && /^import\b/.test(text) && !/\bas\b/.test(text)
}

/** Where an added statement changes a guarded name, mentions one, or could do either without saying so. */
export function findReaches(statement: PythonStatement, reach: Reach): Reaching[] {
  const { file } = statement
  const imported = new Set(reach.imports.flatMap(usedNames).map(({ name }) => name))
  const guarded = new Set(reach.guarded)
  const readable = new Set([...reach.readable, ...imported])
  const names = usedNames(statement).flatMap(({ name, line, isChanged }): Reaching[] => {
    const isSame = isPlainImport(statement) && imported.has(name)
    if (isSame || reach.judged.includes(name)) return []
    if (isChanged && (guarded.has(name) || readable.has(name)))
      return [{ name, line, message: `Added code gives \`${name}\` another meaning.` }]
    if (guarded.has(name) && !readable.has(name))
      return [{ name, line, message: `Added code reaches for \`${name}\`.` }]
    return []
  })
  const others = nodesOf(statement).flatMap((node): Reaching[] => {
    const text = textOf(node, file.text)
    const line = file.lineAt(node.from)
    const at = (message: string, promise?: PromiseId): Reaching[] => [
      { name: text, line, message, ...(promise && { promise }) },
    ]
    if (/^(?:Variable|Property)Name$/.test(node.name) && indirect.test(text))
      return at(`\`${text}\` can change any name, so nothing could be promised any more.`)
    if (node.name === 'CallExpression' && node.firstChild) {
      const callee = textOf(node.firstChild, file.text).replace(/\s/g, '')
      if (serving.test(callee))
        return at(`\`${callee}()\` would serve in the place of gunicorn.`, 'production-server')
    }
    if (node.name === 'MemberExpression' && /\bcfg\s*\.\s*(?:set|settings)$/.test(text))
      return at(`\`${text}\` changes the server's settings after they were checked.`)
    if (node.name === 'ImportStatement' && /\bimport\s*\(?\s*\*/.test(text))
      return at('`import *` can give any name another meaning.')
    return []
  })
  return [...names, ...others]
}
