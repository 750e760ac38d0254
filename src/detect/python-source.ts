import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import type { FrameworkId } from '../frameworks/index.ts'

/** Something in a Python file that a server could be pointed at. */
export interface Callable {
  readonly name: string
  readonly framework: FrameworkId
  /** True for a function that makes the app. */
  readonly isFactory: boolean
  /** True for a factory that only other code can call, since a server has no arguments to give. */
  readonly needsArguments: boolean
  /** Counts from 1. */
  readonly line: number
}

/** `application = create_app("prod")`: an app when what is called turns out to be a factory. */
interface Assignment {
  readonly name: string
  readonly callee: string
  readonly line: number
}

/** Where a name of a module comes from: `from .factory import create_app as make`. */
interface Import {
  /** As written, its leading dots included. */
  readonly module: string
  readonly name: string
}

/** What one module says at its top. */
export interface PythonModule {
  readonly callables: readonly Callable[]
  /** Assigned from a call that makes no app by itself. */
  readonly assignments: readonly Assignment[]
  readonly imports: ReadonlyMap<string, Import>
}

/** What makes an app, by the name of the call. */
const makers: Readonly<Record<string, FrameworkId>> = {
  Flask: 'flask',
  get_wsgi_application: 'django',
  FastAPI: 'fastapi',
  Starlette: 'starlette',
}

/** A factory is recognised by its name, and by the app it makes inside. */
const factoryName = /^(?:create|make|build|get)_(?:\w+_)?app(?:lication)?$/

/** True for a source that is worth parsing. */
export function mayHoldApp(source: string): boolean {
  return /Flask|get_wsgi_application|FastAPI|Starlette|(?:create|make|build|get)_\w*app/.test(
    source,
  )
}

/** Apps assigned at the top of a module, functions there that return one, and what leads to other modules. */
export function readModule(source: string): PythonModule {
  const callables: Callable[] = []
  const assignments: Assignment[] = []
  const imports = new Map<string, Import>()
  for (const node of children(parser.parse(source).topNode)) {
    if (node.name === 'FunctionDefinition') callables.push(...fromFunction(node, source))
    if (node.name === 'ImportStatement')
      for (const [name, from] of fromImport(text(node, source))) imports.set(name, from)
    const call = node.name === 'AssignStatement' && node.getChild('CallExpression')
    const target = node.getChild('VariableName')
    if (!call || !target) continue
    const [name, framework, line] = [
      text(target, source),
      makerOf(call, source),
      lineOf(node, source),
    ]
    if (framework)
      callables.push({ name, framework, isFactory: false, needsArguments: false, line })
    else assignments.push({ name, callee: calleeOf(call, source), line })
  }
  return { callables, assignments, imports }
}

function fromFunction(node: SyntaxNode, source: string): Callable[] {
  const name = text(node.getChild('VariableName') ?? node, source)
  if (!factoryName.test(name)) return []
  const framework = descendants(node)
    .filter(({ name: kind }) => kind === 'CallExpression')
    .map((call) => makerOf(call, source))
    .find(Boolean)
  const needsArguments = hasRequiredParameter(node.getChild('ParamList'))
  return framework
    ? [{ name, framework, isFactory: true, needsArguments, line: lineOf(node, source) }]
    : []
}

/** A parameter is required unless a default follows it, or stars come before it. */
function hasRequiredParameter(list: SyntaxNode | null): boolean {
  const parts = list ? children(list).filter(({ name }) => name !== 'TypeDef') : []
  return parts.some(
    ({ name }, index) =>
      name === 'VariableName' &&
      !/^\*|^AssignOp$/.test(parts[index - 1]?.name ?? '') &&
      parts[index + 1]?.name !== 'AssignOp',
  )
}

function fromImport(statement: string): [string, Import][] {
  const [, module = '', names = ''] = /^from\s+([.\w]+)\s+import\s+\(?([^)]*)/.exec(statement) ?? []
  return names
    .replace(/#.*|\\$/gm, '')
    .split(',')
    .map((entry) => entry.trim().split(/\s+as\s+/))
    .filter(([name]) => /^\w+$/.test(name ?? ''))
    .map(([name = '', alias = name]) => [alias, { module, name }])
}

function makerOf(call: SyntaxNode, source: string): FrameworkId | undefined {
  return makers[calleeOf(call, source).split('.').at(-1) ?? '']
}

function calleeOf(call: SyntaxNode, source: string): string {
  return call.firstChild ? text(call.firstChild, source) : ''
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
