import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'
import type { Location } from '../findings/finding.ts'
import { type Aliases, dereference } from './anchors.ts'

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
  aliases: Aliases,
): Locator {
  const offset = (position: number): Location => {
    const { line, col } = lines.linePos(position)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const node = (found: Node): Location => offset(found.range?.[0] ?? 0)
  const source: Source = { aliases, pairs: new Map() }
  const find = (path: Path): { node: Node | null; pair?: Pair<Node, Node | null> } => {
    let current = { node: document.contents as Node | null } as ReturnType<typeof find>
    for (const step of path) {
      const next = child(current.node, step, source)
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

type Mapping = YAMLMap<Node, Node | null>
type Pairs = Map<string, Pair<Node, Node | null>>
type Found = { node: Node | null; pair?: Pair<Node, Node | null> }

/** What is known of one document. */
interface Source {
  readonly aliases: Aliases
  /** The pairs of each map that was asked for. */
  readonly pairs: Map<Mapping, Pairs>
}

function child(parent: Node | null, step: string | number, source: Source): Found | undefined {
  const node = dereference(parent, source.aliases)
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step] as Node | undefined
    return item && { node: item }
  }
  return isMap(node) ? findPair(node as Mapping, String(step), source) : undefined
}

/** A key of the map itself wins over one that a merge key brings in; of several merged maps the first wins. */
function findPair(map: Mapping, key: string, source: Source): Found | undefined {
  const { aliases } = source
  const own = ownPairs(map, source).get(key)
  if (own) return { node: own.value, pair: own }
  const merged = map.items
    .filter((pair) => isMergeKey(pair.key))
    .map((pair) => dereference(pair.value, aliases))
  for (const item of merged.flatMap((node) => (isSeq(node) ? node.items : [node]))) {
    const map = dereference(item, aliases)
    const found = isMap(map) ? findPair(map as Mapping, key, source) : undefined
    if (found) return found
  }
  return undefined
}

/** The pairs of a map by their key, of equal keys the last: that is the one that counts. */
function ownPairs(map: Mapping, source: Source): Pairs {
  const known = source.pairs.get(map)
  if (known) return known
  const pairs = new Map(
    map.items.flatMap((pair) => {
      const key = keyText(pair.key)
      return key === undefined ? [] : [[key, pair] as const]
    }),
  )
  source.pairs.set(map, pairs)
  return pairs
}

/**
 * The key that merges other maps in, written without quotes: the parser gives it a symbol for a value, or, where it has
 * a tag such as `!!str`, its text, and merges all the same.
 */
export function isMergeKey(key: unknown): boolean {
  if (!isScalar(key)) return false
  return typeof key.value === 'symbol' || (key.type === 'PLAIN' && key.value === '<<')
}

/** A key as text, as it reads in the value; undefined for one that is a map, a list, an alias or a merge key. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key) || isMergeKey(key)) return undefined
  return key.value === null ? '' : String(key.value)
}

/** `cors.origins[1]`, as people write a path. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`,
    )
    .join('')
}
