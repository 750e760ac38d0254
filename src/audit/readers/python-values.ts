import type { SyntaxNode } from '@lezer/common'
import { readCall } from './python-calls.ts'
import { childrenOf, type PythonFile, textOf } from './python-file.ts'
import { readNumber, readString } from './python-literals.ts'

export type PythonValue = string | number | boolean | null | readonly PythonValue[]

type Environment = Readonly<Record<string, string>>

interface Scope {
  readonly file: PythonFile
  readonly environment: Environment
  /** Names may be defined by each other, and sums may be long: neither may exhaust the stack. */
  readonly depth: number
}

/** The value of a module-level name when the module is imported; undefined when only running it would tell. */
export function moduleValue(
  file: PythonFile,
  name: string,
  environment: Environment = {},
): PythonValue | undefined {
  return lookUp(name, { file, environment, depth: 0 })
}

/** The value of an expression: literals, names of the module, and environment variables with a default. */
export function evaluate(
  node: SyntaxNode,
  file: PythonFile,
  environment: Environment = {},
): PythonValue | undefined {
  return evaluateIn(node, { file, environment, depth: 0 })
}

/** No setting is written with more steps than this. */
const deepest = 100

function lookUp(name: string, scope: Scope): PythonValue | undefined {
  const last = scope.file.assignments.findLast(({ target }) => target === name)
  if (!last?.value || last.isConditional) return undefined
  return evaluateIn(last.value, scope)
}

function evaluateIn(node: SyntaxNode, outer: Scope): PythonValue | undefined {
  const scope = { ...outer, depth: outer.depth + 1 }
  if (scope.depth > deepest) return undefined
  const text = textOf(node, scope.file.text)
  const inner = childrenOf(node)
  switch (node.name) {
    case 'Number':
      return readNumber(text)
    case 'Boolean':
      return text === 'True'
    case 'None':
      return null
    case 'String':
      return readString(text)
    case 'FormatString':
      return fillFormat(node, scope)
    case 'ContinuedString':
      return joinTexts(inner.map((part) => evaluateIn(part, scope)))
    case 'VariableName':
      return lookUp(text, scope)
    case 'ParenthesizedExpression':
      return inner[1] && evaluateIn(inner[1], scope)
    case 'ArrayExpression':
    case 'TupleExpression':
      return readList(inner, scope)
    case 'UnaryExpression':
      return negate(text, inner[1] && evaluateIn(inner[1], scope))
    case 'BinaryExpression':
      return combine(inner, scope)
    case 'CallExpression':
      return call(node, scope)
    default:
      return undefined
  }
}

/** f"0.0.0.0:{_PORT}": each hole must hold a known value, without a format of its own. */
function fillFormat(node: SyntaxNode, scope: Scope): string | undefined {
  const source = textOf(node, scope.file.text)
  let position = node.from
  const parts: (PythonValue | undefined)[] = []
  for (const hole of node.getChildren('FormatReplacement')) {
    parts.push(scope.file.text.slice(position, hole.from))
    const [, value, end] = childrenOf(hole)
    parts.push(value && end?.name === '}' ? evaluateIn(value, scope) : undefined)
    position = hole.to
  }
  parts.push(scope.file.text.slice(position, node.to))
  const filled = joinTexts(parts)
  const quote = /^[A-Za-z]*("""|'''|"|')/.exec(source)
  if (filled === undefined || !quote) return undefined
  return filled.slice(quote[0].length, -(quote[1] ?? '').length).replace(/([{}])\1/g, '$1')
}

function joinTexts(parts: readonly (PythonValue | undefined)[]): string | undefined {
  return parts.some((part) => typeof part !== 'string' && typeof part !== 'number')
    ? undefined
    : parts.join('')
}

function readList(inner: readonly SyntaxNode[], scope: Scope): PythonValue | undefined {
  const items = inner
    .filter(({ name }) => !/^[[\](),]$/.test(name))
    .map((item) => evaluateIn(item, scope))
  return items.includes(undefined) ? undefined : (items as PythonValue[])
}

function negate(text: string, value: PythonValue | undefined): PythonValue | undefined {
  if (text.startsWith('-') && typeof value === 'number') return -value
  return text.startsWith('not') && value !== undefined ? !value : undefined
}

function combine(inner: readonly SyntaxNode[], scope: Scope): PythonValue | undefined {
  const [left, operator, right] = inner
  if (!left || !operator || !right || inner.length !== 3) return undefined
  const a = evaluateIn(left, scope)
  if (a === undefined) return undefined
  const sign = textOf(operator, scope.file.text)
  if (sign === 'or' && a) return a
  const b = evaluateIn(right, scope)
  if (sign === 'or') return b
  if (sign === '+' && typeof a === 'string' && typeof b === 'string') return a + b
  if (typeof a !== 'number' || typeof b !== 'number') return undefined
  return { '+': a + b, '-': a - b, '*': a * b }[sign]
}

/** `int(os.environ.get("X", "30"))` is 30 where nothing sets X. */
function call(node: SyntaxNode, scope: Scope): PythonValue | undefined {
  const found = readCall(node, scope.file)
  const [first, second] = (found?.positional ?? []).map((argument) => evaluateIn(argument, scope))
  if (/(?:^|\.)(?:environ\.get|getenv)$/.test(found?.callee ?? '')) {
    if (typeof first !== 'string') return undefined
    return scope.environment[first] ?? (found?.positional.length === 1 ? null : second)
  }
  if (first === undefined || first === null || found?.positional.length !== 1) return undefined
  if (found.callee === 'str') return String(first)
  if (found.callee !== 'int' && found.callee !== 'float') return undefined
  return Array.isArray(first) ? undefined : readNumber(String(first))
}
