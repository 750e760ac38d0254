import type { SyntaxNode } from '@lezer/common'
import { childrenOf, type PythonFile, textOf } from './python-file.ts'

export interface PythonCall {
  /** What is called, as written: `os.environ.get`. */
  readonly callee: string
  readonly line: number
  readonly positional: readonly SyntaxNode[]
  readonly named: ReadonlyMap<string, SyntaxNode>
}

export function readCall(node: SyntaxNode, file: PythonFile): PythonCall | undefined {
  const { text } = file
  const callee = node.firstChild
  const list = node.getChild('ArgList')
  if (node.name !== 'CallExpression' || !callee || !list) return undefined
  const positional: SyntaxNode[] = []
  const named = new Map<string, SyntaxNode>()
  const parts = childrenOf(list)
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1]?.name
    if (before === 'AssignOp') named.set(textOf(parts[index - 2] as SyntaxNode, text), part)
    else if (/^[(,)]$|^AssignOp$|^\*/.test(part.name) || before?.startsWith('*')) continue
    else if (parts[index + 1]?.name !== 'AssignOp') positional.push(part)
  }
  return { callee: textOf(callee, text), line: file.lineAt(node.from), positional, named }
}

/** Every call in a file, wherever it stands, whose callee matches. */
export function findCalls(file: PythonFile, callee: RegExp): PythonCall[] {
  const calls: PythonCall[] = []
  file.tree.iterate({
    enter: ({ name, node }) => {
      const call = name === 'CallExpression' ? readCall(node, file) : undefined
      if (call && callee.test(call.callee)) calls.push(call)
    },
  })
  return calls
}
