import { type Alias, type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node } from 'yaml'
import { type Aliases, dereference } from './anchors.ts'
import type { SpecCheckId } from './checks.ts'
import { isMergeKey, keyText, type Mapping } from './keys.ts'

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

/** Duplicate keys, odd numbers, control characters and lost aliases, each found in one pass over the nodes. */
export function findStructureProblems(
  document: Document.Parsed,
  aliases: Aliases,
): StructureProblem[] {
  const problems: StructureProblem[] = []
  // A value under `env` is somebody's own: it is judged, but never repeated.
  const pending: { node: unknown; isPrivate: boolean }[] = [
    { node: document.contents, isPrivate: false },
  ]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, isPrivate } = next
    if (isMap(node))
      for (const problem of findKeyProblems(node as Mapping, aliases)) problems.push(problem)
    if (isMap(node) || isSeq(node))
      for (const item of node.items) pending.push({ node: item, isPrivate })
    else if (isPair(node)) {
      pending.push({ node: node.key, isPrivate })
      pending.push({ node: node.value, isPrivate: isPrivate || keyText(node.key) === 'env' })
    } else {
      const problem = isAlias(node)
        ? findAliasProblem(node, aliases)
        : findScalarProblem(node, isPrivate)
      if (problem) problems.push(problem)
    }
  }
  return problems
}

/** The yaml library's own check compares every key with every other; a set does not. */
function findKeyProblems(map: Mapping, aliases: Aliases): StructureProblem[] {
  const seen = new Set<string>()
  return map.items.flatMap(({ key, value }): StructureProblem[] => {
    if (isMergeKey(key)) return isMergeable(value, aliases) ? [] : [badMerge(key)]
    const name = keyText(key)
    if (name === undefined) return [badKey(key)]
    if (seen.has(name)) return [duplicateKey(key, name)]
    seen.add(name)
    // The value would become a prototype instead of an entry.
    if (name === '__proto__')
      return [{ ...badKey(key), rule: 'spec-unknown-key', message: 'No key has this name.' }]
    return []
  })
}

/** A map, an alias of one, or a list of those. */
function isMergeable(value: Node | null, aliases: Aliases): boolean {
  const source = dereference(value, aliases)
  return (
    isMap(source) ||
    (isSeq(source) && source.items.every((item) => isMap(dereference(item, aliases))))
  )
}

function badMerge(node: Node): StructureProblem {
  return {
    rule: 'spec-value',
    node,
    message: '`<<` merges other maps in, and here stands something else.',
    fix: 'Write an alias of a map behind it, such as `<<: *common`, or remove it.',
  }
}

function badKey(node: Node): StructureProblem {
  const what = isAlias(node) ? 'An alias' : 'A map or a list'
  return {
    rule: 'spec-value',
    node,
    message: `${what} stands where a key belongs.`,
    fix: 'Write the key as plain text.',
  }
}

function duplicateKey(node: Node, name: string): StructureProblem {
  const shown = /^[A-Za-z_][A-Za-z0-9_]{0,30}$/.test(name) ? `\`${name}\`` : 'This key'
  return {
    rule: 'spec-duplicate-key',
    node,
    message: `${shown} is written twice in one map; only one of the two would count.`,
    fix: 'Keep one of them.',
  }
}

function findAliasProblem(node: Alias, aliases: Aliases): StructureProblem | undefined {
  if (aliases.get(node)) return undefined
  return {
    rule: 'spec-syntax',
    node,
    message: 'This alias has no anchor (`&name`) before it.',
    fix: 'Write the anchor first; a text that begins with a star belongs in quotes.',
  }
}

function findScalarProblem(node: unknown, isPrivate: boolean): StructureProblem | undefined {
  if (!isScalar(node)) return undefined
  const { value, source = '' } = node
  if (typeof value === 'number' && !plainDecimal.test(source))
    return oddNumber(node as Node, value, source, isPrivate)
  if (typeof value !== 'string') return undefined
  const [character] = controlCharacter.exec(value) ?? []
  if (character === undefined) return undefined
  return {
    rule: 'spec-control-character',
    node: node as Node,
    message: `The text holds ${nameCharacter(character)}, which cannot be written safely into the generated files.`,
    fix: 'Write it as one line of visible text.',
  }
}

function oddNumber(
  node: Node,
  value: number,
  source: string,
  isPrivate: boolean,
): StructureProblem {
  const shown = isPrivate ? 'This' : printable(source)
  const meaning = Number.isFinite(value) && !isPrivate
  return {
    rule: 'spec-number-form',
    node,
    message: `${shown} is not a plain decimal number.${meaning ? ` Here it is read as ${value}.` : ''}`,
    fix: meaning
      ? `Write ${value} if that is what you mean, or put the text in quotes.`
      : 'Write a plain decimal number, or put the text in quotes.',
  }
}

function nameCharacter(character: string): string {
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
  const clean = [...text.slice(0, 2 * limit)].map((character) =>
    controlCharacter.test(character) ? '\ufffd' : character,
  )
  return clean.length > limit ? `${clean.slice(0, limit - 1).join('')}…` : clean.join('')
}
