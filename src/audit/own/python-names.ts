import type { SyntaxNode } from '@lezer/common'
import { childrenOf, textOf } from '../readers/python-file.ts'
import { nodesOf, type PythonStatement } from './python-statements.ts'

/** A name in an added statement. */
export interface UsedName {
  readonly name: string
  readonly line: number
  /** Whether it, or something in it, is given another value here. */
  readonly isChanged: boolean
  readonly node: SyntaxNode
}

/** Every name that a statement mentions. Attributes (`x.name`) and named arguments (`name=…`) are none. */
export function usedNames(statement: PythonStatement): UsedName[] {
  const { file } = statement
  const nodes = nodesOf(statement)
  const changed = new Set(nodes.flatMap((node) => changedIn(node, file.text)))
  return nodes
    .filter((node) => node.name === 'VariableName' && !isArgumentName(node))
    .map((node) => ({
      name: textOf(node, file.text),
      line: file.lineAt(node.from),
      isChanged: changed.has(node.from),
      node,
    }))
}

function isArgumentName(node: SyntaxNode): boolean {
  return node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp'
}

/** Where the names stand that a statement gives a value to. */
function changedIn(node: SyntaxNode, text: string): number[] {
  const children = childrenOf(node)
  switch (node.name) {
    case 'AssignStatement': {
      const last = children.findLastIndex(({ name }) => name === 'AssignOp')
      return children.slice(0, last).flatMap((child) => rootsOf(child, text))
    }
    case 'UpdateStatement':
    case 'NamedExpression':
      return children.slice(0, 1).flatMap((child) => rootsOf(child, text))
    case 'DeleteStatement':
    case 'ScopeStatement':
      return children.flatMap((child) => rootsOf(child, text))
    case 'ForStatement': {
      const until = children.findIndex(({ name }) => name === 'in')
      return children.slice(0, until).flatMap((child) => rootsOf(child, text))
    }
    case 'FunctionDefinition':
    case 'ClassDefinition':
      return children
        .filter(({ name }) => name === 'VariableName')
        .slice(0, 1)
        .map(({ from }) => from)
    case 'ImportStatement':
      return importedNames(children)
    case 'CapturePattern':
    case 'AsPattern':
      return children.filter(({ name }) => name === 'VariableName').map(({ from }) => from)
    default:
      return children
        .filter((_, index) => children[index - 1]?.name === 'as')
        .flatMap((child) => rootsOf(child, text))
  }
}

function importedNames(children: readonly SyntaxNode[]): number[] {
  const start = children.findIndex(({ name }) => name === 'import')
  return children
    .slice(start)
    .filter(({ name }, index, all) => name === 'VariableName' && all[index + 1]?.name !== 'as')
    .map(({ from }) => from)
}

/** `a`, `a.b`, `a[0]`, `(a, b)`: what is changed by assigning to it. `os.environ[…] = …` changes no code. */
function rootsOf(node: SyntaxNode, text: string): number[] {
  if (node.name === 'VariableName') return [node.from]
  if (/^os\s*\.\s*environ\s*\[/.test(textOf(node, text))) return []
  if (node.name === 'MemberExpression' || node.name === 'CallExpression')
    return node.firstChild ? rootsOf(node.firstChild, text) : []
  return /^(?:Tuple|Array|Parenthesized)Expression$/.test(node.name)
    ? childrenOf(node).flatMap((child) => rootsOf(child, text))
    : []
}
