import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'
import type { Location } from '../findings/finding.ts'

/** The way from the top of a document to a value: keys and list positions. */
export type Path = readonly (string | number)[]

/** Tells where in the file a value was written, through aliases and merge keys. */
export interface Locator {
  /** Where the value at `path` starts; for an absent value, the nearest map or list that should hold it. */
  value(path: Path): Location
  /** Where the key at the end of `path` starts. */
  key(path: Path): Location
  /** Where a parsed node starts. */
  node(node: Node): Location
  offset(offset: number): Location
}

export function createLocator(
  file: string,
  document: Document.Parsed,
  lines: LineCounter,
): Locator {
  const offset = (position: number): Location => {
    const { line, col } = lines.linePos(position)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const node = (found: Node): Location => offset(found.range?.[0] ?? 0)
  const find = (path: Path): { node: Node | null; pair?: Pair<Node, Node | null> } => {
    let current = { node: document.contents as Node | null } as ReturnType<typeof find>
    for (const step of path) {
      const next = child(document, current.node, step)
      if (!next) return current
      current = next
    }
    return current
  }
  return {
    node,
    offset,
    value: (path) => {
      const found = find(path)
      const anchor = found.node ?? found.pair?.key
      return anchor ? node(anchor) : offset(0)
    },
    key: (path) => {
      const found = find(path)
      const anchor = found.pair?.key ?? found.node
      return anchor ? node(anchor) : offset(0)
    },
  }
}

type Found = { node: Node | null; pair?: Pair<Node, Node | null> }

function child(
  document: Document.Parsed,
  parent: Node | null,
  step: string | number,
): Found | undefined {
  const node = resolve(document, parent)
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step] as Node | undefined
    return item && { node: item }
  }
  return isMap(node)
    ? findPair(document, node as YAMLMap<Node, Node | null>, String(step))
    : undefined
}

/** A key of the map itself wins over one that a merge key brings in; of several merged maps the first wins. */
function findPair(
  document: Document.Parsed,
  map: YAMLMap<Node, Node | null>,
  key: string,
): Found | undefined {
  const own = map.items.find((pair) => keyText(pair.key) === key)
  if (own) return { node: own.value, pair: own }
  const merged = map.items
    .filter((pair) => keyText(pair.key) === '<<')
    .map((pair) => resolve(document, pair.value))
  for (const source of merged.flatMap((node) => (isSeq(node) ? (node.items as Node[]) : [node]))) {
    const found = child(document, source, key)
    if (found) return found
  }
  return undefined
}

function resolve(document: Document.Parsed, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node
}

/** A key as text; undefined for a key that is a map or a list. */
export function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value) : undefined
}

/** `cors.origins[1]`, as people write a path. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`,
    )
    .join('')
}
