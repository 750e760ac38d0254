import type { SyntaxNode, Tree } from '@lezer/common'
import type { Repo } from '../../repo/repo.ts'
import { oncePerRepo } from './once-per-repo.ts'
import { lineFinder, type ReadProblem, readText } from './problem.ts'
import { parsePython } from './python-tree.ts'

/** An assignment that runs when the module is imported. */
interface PythonAssignment {
  /** A name, or what else is assigned to: `app.debug`. */
  readonly target: string
  readonly line: number
  /** Undefined where one value is not the whole story: `a, b = …`, `a += …`. */
  readonly value: SyntaxNode | undefined
  /** Inside an `if`, a `try` or a loop: it may not happen. */
  readonly isConditional: boolean
}

export interface PythonFile {
  readonly path: string
  readonly text: string
  readonly tree: Tree
  /** The line of a position, counted from 1. */
  lineAt(position: number): number
  /** In order; functions, classes and `if __name__ == "__main__"` are left out. */
  readonly assignments: readonly PythonAssignment[]
  readonly problem?: ReadProblem
}

const filesOf = oncePerRepo(() => new Map<string, PythonFile>())

export function readPython(repo: Repo, path: string): PythonFile {
  const files = filesOf(repo)
  const file = files.get(path) ?? readFile(repo, path)
  files.set(path, file)
  return file
}

type Source = Pick<PythonFile, 'text' | 'lineAt'>

function readFile(repo: Repo, path: string): PythonFile {
  const read = readText(repo, path)
  const text = read.ok ? read.text.replace(/^\ufeff/, ' ') : ''
  const { tree, errorAt } = parsePython(text)
  const source: Source = { text, lineAt: lineFinder(text) }
  const problem = read.ok ? describeError(errorAt, source) : read.problem
  const assignments = [...assignmentsIn(tree.topNode, source, false)]
  return { path, tree, ...source, assignments, ...(problem && { problem }) }
}

function describeError(position: number | undefined, { lineAt }: Source): ReadProblem | undefined {
  if (position === undefined) return undefined
  return { line: lineAt(position), message: 'This is not valid Python.' }
}

function* assignmentsIn(
  block: SyntaxNode,
  source: Source,
  isConditional: boolean,
): Generator<PythonAssignment> {
  for (const node of childrenOf(block)) {
    if (node.name === 'AssignStatement') yield* readAssignment(node, source, isConditional)
    else if (node.name === 'UpdateStatement') {
      const target = node.firstChild ? textOf(node.firstChild, source.text) : ''
      yield { target, line: source.lineAt(node.from), value: undefined, isConditional: true }
    } else if (
      /^(?:If|Try|With|For|While)Statement$/.test(node.name) &&
      !isMainGuard(node, source.text)
    ) {
      for (const body of node.getChildren('Body')) yield* assignmentsIn(body, source, true)
    }
  }
}

function isMainGuard(node: SyntaxNode, text: string): boolean {
  return /^if\s*\(?\s*__name__\b/.test(textOf(node, text).slice(0, 40))
}

/** `a = b = 1` assigns twice. */
function* readAssignment(
  node: SyntaxNode,
  source: Source,
  isConditional: boolean,
): Generator<PythonAssignment> {
  const parts: SyntaxNode[][] = [[]]
  for (const child of childrenOf(node)) {
    if (child.name === 'AssignOp') parts.push([])
    else if (child.name !== 'TypeDef') parts.at(-1)?.push(child)
  }
  const values = parts.pop() ?? []
  const line = source.lineAt(node.from)
  for (const targets of parts) {
    const value = targets.length === 1 && values.length === 1 ? values[0] : undefined
    for (const target of targets.filter(({ name }) => name !== ','))
      yield { target: textOf(target, source.text), line, value, isConditional }
  }
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

export function textOf(node: SyntaxNode, text: string): string {
  return text.slice(node.from, node.to)
}
