import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'
import type { SpecCheckId } from './checks.ts'
import { keyText } from './locate.ts'

/** Something wrong with the shape of the document itself, at a node. */
export interface StructureProblem {
  readonly rule: SpecCheckId
  readonly node: Node
  readonly message: string
  readonly fix: string
}

const plainDecimal = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/

// C0 with tab and newline, DEL, C1, and both halves of a surrogate pair standing alone.
const controlCharacter =
  /[\u0000-\u001f\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** Duplicate keys, odd numbers and control characters, each found in one pass over the nodes. */
export function findStructureProblems(document: Document.Parsed): StructureProblem[] {
  const problems: StructureProblem[] = []
  const pending: unknown[] = [document.contents]
  while (pending.length > 0) {
    const node = pending.pop()
    if (isMap(node)) {
      problems.push(...findKeyProblems(node as YAMLMap<Node, Node | null>))
      pending.push(...node.items)
    } else if (isSeq(node)) pending.push(...node.items)
    else if (isPair(node)) pending.push((node as Pair).key, (node as Pair).value)
    else if (isScalar(node)) {
      const problem = findScalarProblem(node)
      if (problem) problems.push(problem)
    }
  }
  return problems
}

/** The yaml library's own check compares every key with every other; a set does not. */
function findKeyProblems(map: YAMLMap<Node, Node | null>): StructureProblem[] {
  const seen = new Set<string>()
  const problems: StructureProblem[] = []
  for (const { key } of map.items) {
    const name = keyText(key)
    if (name === undefined) {
      problems.push({
        rule: 'spec-value',
        node: key,
        message: 'A map or a list stands where a key belongs.',
        fix: 'Write the key as plain text.',
      })
    } else if (seen.has(name) && name !== '<<') {
      problems.push({
        rule: 'spec-duplicate-key',
        node: key,
        message: `\`${printable(name)}\` is written twice in one map; only one of the two would count.`,
        fix: 'Keep one of them.',
      })
    } else seen.add(name)
  }
  return problems
}

function findScalarProblem(
  node: Node & { value: unknown; source?: string },
): StructureProblem | undefined {
  if (typeof node.value === 'number' && !plainDecimal.test(node.source ?? '')) {
    const meant = Number.isFinite(node.value) ? ` Here it is read as ${node.value}.` : ''
    return {
      rule: 'spec-number-form',
      node,
      message: `${printable(node.source ?? '')} is not a plain decimal number.${meant}`,
      fix: Number.isFinite(node.value)
        ? `Write ${node.value} if that is what you mean, or put the text in quotes.`
        : 'Write a plain decimal number.',
    }
  }
  if (typeof node.value === 'string' && controlCharacter.test(node.value)) {
    const [character = ''] = controlCharacter.exec(node.value) ?? []
    return {
      rule: 'spec-control-character',
      node,
      message: `The text holds ${codePoint(character)}, which cannot be written safely into the generated files.`,
      fix: 'Write it as one line of visible text.',
    }
  }
  return undefined
}

function codePoint(character: string): string {
  const names: Record<string, string> = {
    '\n': 'a line break',
    '\t': 'a tab',
    '\r': 'a carriage return',
  }
  const hex = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return names[character] ?? `the control character U+${hex}`
}

/** Text for a message: short, on one line, without control characters. */
export function printable(text: string, limit = 60): string {
  const clean = [...text].map((character) =>
    controlCharacter.test(character) ? '\ufffd' : character,
  )
  return clean.length > limit ? `${clean.slice(0, limit - 1).join('')}…` : clean.join('')
}
