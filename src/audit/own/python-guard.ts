import type { PromiseId } from '../../promises.ts'
import type { Broken, Guard } from './guard.ts'
import { findReaches, type Reach, type Reaching } from './python-reaches.ts'
import { type PythonStatement, readStatements } from './python-statements.ts'

/** What a person may do with one of our Python files. */
export interface PythonTerms {
  /** Whether a statement of ours may be changed or left out: no promise rests on it. */
  isFree(statement: PythonStatement): boolean
  /** Names that added code may use, though not change. Whatever the file imports may be used too. */
  readonly readable: readonly string[]
  /** Names that `judge` alone decides on. */
  readonly judged: readonly string[]
  /** The promise that rests on a statement. */
  promiseOf(statement: PythonStatement): PromiseId
  /** The promise that an added statement would break by itself; undefined for a harmless one. */
  judge(added: PythonStatement, place: Place): Broken | undefined
}

/** Where an added statement stands among the guarded ones. */
export interface Place {
  readonly before: readonly PythonStatement[]
  readonly after: readonly PythonStatement[]
}

/** Every statement stays, in its order; what is added may stand between them, and may not reach into them. */
export function guardPython(terms: PythonTerms): Guard {
  return (own, builtIn) => {
    const [written, ours] = [own, builtIn].map(readStatements)
    if (!written || !ours) return []
    const guarded = ours.filter((statement) => !terms.isFree(statement))
    const { kept, broken } = match(written, ours, terms)
    const changed = new Set(broken.map(({ line }) => line))
    const untouched = new Set(ours.filter(terms.isFree).map(({ key }) => key))
    const added = written.filter(
      (statement) =>
        !kept.has(statement) && !changed.has(statement.line) && !untouched.has(statement.key),
    )
    const reach: Reach = {
      guarded: guarded.flatMap(({ name }) => name ?? []),
      readable: [...terms.readable, ...terms.judged],
      judged: terms.judged,
      imports: ours.filter(({ node }) => node.name === 'ImportStatement'),
    }
    const judge = (statement: PythonStatement): Broken[] => {
      const reaches = findReaches(statement, reach)
      if (reaches.length > 0) return reaches.map((found) => explain(found, guarded, terms))
      const judged = terms.judge(statement, placeOf(statement, written, kept))
      return judged ? [judged] : []
    }
    return [...broken, ...added.flatMap(judge)]
  }
}

interface Matched {
  readonly kept: ReadonlySet<PythonStatement>
  readonly broken: (Broken & { line: number })[]
}

function match(
  written: readonly PythonStatement[],
  ours: readonly PythonStatement[],
  terms: PythonTerms,
): Matched {
  const kept = new Set<PythonStatement>()
  const broken: Matched['broken'] = []
  let [at, behind] = [-1, -1]
  for (const statement of ours) {
    const same = written.findIndex(({ key }, index) => index > at && key === statement.key)
    behind = Math.max(behind, same)
    const found = written[same]
    if (terms.isFree(statement)) continue
    if (found) {
      kept.add(found)
      at = same
    } else
      broken.push({
        promise: terms.promiseOf(statement),
        ...describeLoss(statement, written, behind),
      })
  }
  return { kept, broken }
}

function describeLoss(
  statement: PythonStatement,
  written: readonly PythonStatement[],
  at: number,
): { line: number; message: string } {
  const title = titleOf(statement)
  const moved = written.find(({ key }) => key === statement.key)
  if (moved) return { line: moved.line, message: `\`${title}\` stands at another place.` }
  const changed = written.find((other) => isEditOf(other, statement))
  if (changed)
    return {
      line: changed.line + firstDifference(changed.text, statement.text),
      message: `\`${title}\` is not what the built-in template writes.`,
    }
  const line = written[at]?.lastLine ?? 1
  return { line, message: `\`${title}\` is missing; it belongs behind this line.` }
}

/** The same name; of a name that is given again and again, such as `application`, the same words too. */
function isEditOf(other: PythonStatement, statement: PythonStatement): boolean {
  if (other.name === undefined || other.name !== statement.name) return false
  const own = new Set(wordsOf(other))
  return statement.name !== 'application' || wordsOf(statement).some((word) => own.has(word))
}

function wordsOf({ text }: PythonStatement): string[] {
  return [...text.matchAll(/\w+/g)].map(([word]) => word).filter((word) => word !== 'application')
}

function firstDifference(own: string, builtIn: string): number {
  const before = builtIn.split('\n')
  return Math.max(
    0,
    own.split('\n').findIndex((line, index) => line !== before[index]),
  )
}

/** Its first line, without what only opens a block. */
function titleOf({ text }: PythonStatement): string {
  const first = (text.split('\n')[0] ?? '').replace(/[:([{]+$/, '').replace(/\s+#.*$/, '')
  return first.trim()
}

function placeOf(
  statement: PythonStatement,
  written: readonly PythonStatement[],
  kept: ReadonlySet<PythonStatement>,
): Place {
  const index = written.indexOf(statement)
  const isKept = (other: PythonStatement) => kept.has(other)
  return {
    before: written.slice(0, index).filter(isKept),
    after: written.slice(index + 1).filter(isKept),
  }
}

function explain(
  { name, line, message, promise }: Reaching,
  guarded: readonly PythonStatement[],
  terms: PythonTerms,
): Broken {
  const owner = guarded.find((statement) => statement.name === name) ?? guarded[0]
  return { promise: promise ?? (owner ? terms.promiseOf(owner) : 'bind'), line, message }
}
