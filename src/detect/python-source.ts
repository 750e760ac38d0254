import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import type { FrameworkId } from '../frameworks/index.ts'

/** Something in a Python file that a server could be pointed at. */
export interface Callable {
  readonly name: string
  readonly framework: FrameworkId
  /** True for a function that makes the app. */
  readonly isFactory: boolean
  /** Counts from 1. */
  readonly line: number
}

/** What makes an app, by the name of the call. */
const makers: Readonly<Record<string, FrameworkId>> = {
  Flask: 'flask',
  get_wsgi_application: 'django',
  FastAPI: 'fastapi',
  Starlette: 'starlette',
}

/** Apps assigned at the top of a module, and functions there that return one. */
export function findCallables(source: string): Callable[] {
  const top = parser.parse(source).topNode
  return children(top).flatMap((node) => {
    if (node.name === 'AssignStatement') return fromAssignment(node, source)
    if (node.name === 'FunctionDefinition') return fromFunction(node, source)
    return []
  })
}

function fromAssignment(node: SyntaxNode, source: string): Callable[] {
  const target = node.getChild('VariableName')
  const framework =
    node.getChild('CallExpression') &&
    makerOf(node.getChild('CallExpression') as SyntaxNode, source)
  if (!target || !framework) return []
  return [{ name: text(target, source), framework, isFactory: false, line: lineOf(node, source) }]
}

/** A factory is recognised by its name and by the app it makes inside. */
function fromFunction(node: SyntaxNode, source: string): Callable[] {
  const name = text(node.getChild('VariableName') ?? node, source)
  if (!/^(?:create|make|build|get)_(?:\w+_)?app(?:lication)?$/.test(name)) return []
  const framework = descendants(node)
    .filter(({ name: kind }) => kind === 'CallExpression')
    .map((call) => makerOf(call, source))
    .find(Boolean)
  return framework ? [{ name, framework, isFactory: true, line: lineOf(node, source) }] : []
}

function makerOf(call: SyntaxNode, source: string): FrameworkId | undefined {
  const callee = call.firstChild
  return callee ? makers[text(callee, source).split('.').at(-1) ?? ''] : undefined
}

function text(node: SyntaxNode, source: string): string {
  return source.slice(node.from, node.to)
}

function lineOf(node: SyntaxNode, source: string): number {
  return source.slice(0, node.from).split('\n').length
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child)
  return found
}

function descendants(node: SyntaxNode): SyntaxNode[] {
  return children(node).flatMap((child) => [child, ...descendants(child)])
}
