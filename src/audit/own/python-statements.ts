import type { SyntaxNode } from '@lezer/common'
import { memoryRepo } from '../../repo/repo.ts'
import { childrenOf, type PythonFile, readPython, textOf } from '../readers/python-file.ts'

/** One statement of a module. */
export interface PythonStatement {
  readonly node: SyntaxNode
  readonly file: PythonFile
  readonly line: number
  readonly lastLine: number
  /** What it says, without comments, docstrings and layout: equal for equal meaning. */
  readonly key: string
  /** The name that it gives a meaning to, such as that of its function; undefined for an import or a mere call. */
  readonly name: string | undefined
  readonly text: string
}

/** The statements of a module in order; undefined when it is not valid Python, which a rule of its own says. */
export function readStatements(text: string): PythonStatement[] | undefined {
  const file = readPython(memoryRepo({ 'module.py': text }), 'module.py')
  if (file.problem) return undefined
  return childrenOf(file.tree.topNode)
    .filter((node) => node.name !== 'Comment' && !isDocstring(node))
    .map((node) => ({
      node,
      file,
      line: file.lineAt(node.from),
      lastLine: file.lineAt(node.to),
      key: canonical(node, file.text),
      name: nameOf(node, file.text),
      text: textOf(node, file.text),
    }))
}

function isDocstring(node: SyntaxNode): boolean {
  return node.name === 'ExpressionStatement' && /^\w*String$/.test(node.firstChild?.name ?? '')
}

/** The tree as text: layout is not part of it, nesting is. Strings keep every character. */
function canonical(node: SyntaxNode, text: string): string {
  if (node.name.endsWith('String')) return textOf(node, text)
  const children = childrenOf(node).filter(
    (child) => child.name !== 'Comment' && !isDocstring(child),
  )
  if (children.length === 0) return textOf(node, text)
  return `${node.name}(${children.map((child) => canonical(child, text)).join(' ')})`
}

function nameOf(node: SyntaxNode, text: string): string | undefined {
  const definition = node.name === 'DecoratedStatement' ? node.lastChild : node
  const isNaming = /^(?:Function|Class)Definition$|^AssignStatement$/.test(definition?.name ?? '')
  const name = isNaming ? definition?.getChild('VariableName') : undefined
  return name ? textOf(name, text) : undefined
}

/** Every node of a statement, from the outside in. */
export function nodesOf({ node, file }: PythonStatement): SyntaxNode[] {
  const nodes: SyntaxNode[] = []
  file.tree.iterate({
    from: node.from,
    to: node.to,
    enter: (found) => {
      if (found.from >= node.from && found.to <= node.to) nodes.push(found.node)
    },
  })
  return nodes
}
