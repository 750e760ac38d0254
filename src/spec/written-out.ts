import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import { type Aliases, dereference } from './anchors.ts'
import { isMergeKey, keyText, type Mapping, type Pairs } from './keys.ts'

/** What a document says once each alias is replaced by what it stands for, and each merge key by what it merges in. */
export interface WrittenOut {
  readonly value: unknown
  readonly aliases: Aliases
  /** The pairs of each map, merged ones included; of equal keys the last, since that is the one that counts. */
  readonly pairs: ReadonlyMap<Mapping, Pairs>
  /** Aliases that stand inside the value of their own anchor. */
  readonly endless: readonly Node[]
  /** The alias that made the text longer than it may be. Nothing behind it was read. */
  readonly tooLong: Node | undefined
  /** The length of a map or list of `value`, written out, in characters; blanks and comments are left out. */
  sizeOf(part: object): number
}

interface Walk {
  readonly most: number
  readonly anchors: Map<string, Node>
  readonly aliases: Map<Alias, Node | undefined>
  readonly values: Map<Node, object>
  readonly sizes: Map<object, number>
  readonly pairs: Map<Mapping, Pairs>
  readonly endless: Node[]
  tooLong?: Node
  /** The length of what was read so far. */
  length: number
}

/**
 * Reads a document that comes to at most `most` characters, written out. One pass in the order of the text is enough:
 * there each anchor stands before its aliases. The yaml library's own `toJS` looks for every anchor from the top again.
 */
export function writeOut(document: Document.Parsed, most: number): WrittenOut {
  const walk: Walk = {
    most,
    anchors: new Map(),
    aliases: new Map(),
    values: new Map(),
    sizes: new Map(),
    pairs: new Map(),
    endless: [],
    length: 0,
  }
  read(document.contents, walk)
  const { aliases, pairs, endless, tooLong, sizes } = walk
  const value = resolve(document.contents, walk)
  return { value, aliases, pairs, endless, tooLong, sizeOf: (part) => sizes.get(part) ?? 0 }
}

/** Two characters at least for each node, such as `- `: even empty ones must not multiply without end. */
function lengthOf(node: Node): number {
  const [start, end] = (isScalar(node) && node.range) || [0, 0]
  return 2 + end - start
}

function read(node: Node | null, walk: Walk): void {
  if (!node || walk.tooLong) return
  const before = walk.length
  walk.length += lengthOf(node)
  if (isAlias(node)) return void readAlias(node, walk)
  if (node.anchor) walk.anchors.set(node.anchor, node)
  if (isScalar(node)) return
  const value = isMap(node) ? readMap(node as Mapping, walk) : readList(node, walk)
  walk.values.set(node, value)
  walk.sizes.set(value, walk.length - before)
}

function readAlias(alias: Alias, walk: Walk): void {
  const source = walk.anchors.get(alias.source)
  walk.aliases.set(alias, source)
  if (!source) return
  const value = walk.values.get(source)
  if (isScalar(source)) walk.length += lengthOf(source)
  else if (value) walk.length += walk.sizes.get(value) ?? 0
  else walk.endless.push(alias)
  if (walk.length > walk.most) walk.tooLong = alias
}

function readList(node: Node, walk: Walk): unknown[] {
  const items = isSeq(node) ? (node.items as Node[]) : []
  for (const item of items) read(item, walk)
  return items.map((item) => resolve(item, walk))
}

/** A key of the map itself wins over one that is merged in; of several merged maps the first wins. */
function readMap(map: Mapping, walk: Walk): object {
  for (const { key, value } of map.items) {
    read(key, walk)
    read(value, walk)
  }
  const pairs = new Map<string, (typeof map.items)[number]>()
  for (const pair of map.items) {
    const name = keyText(pair.key)
    if (name !== undefined) pairs.set(name, pair)
    else if (isMergeKey(pair.key))
      for (const [key, merged] of mergedPairs(pair.value, walk))
        if (!pairs.has(key)) pairs.set(key, merged)
  }
  walk.pairs.set(map, pairs)
  return Object.fromEntries(Array.from(pairs, ([key, { value }]) => [key, resolve(value, walk)]))
}

function mergedPairs(value: Node | null, walk: Walk): [string, Mapping['items'][number]][] {
  if (walk.tooLong) return []
  const source = dereference(value, walk.aliases)
  const maps = isSeq(source)
    ? source.items.map((item) => dereference(item, walk.aliases))
    : [source]
  return maps.flatMap((map) => [...(walk.pairs.get(map as Mapping) ?? [])])
}

/** Undefined for an alias that stands for nothing. */
function resolve(node: Node | null, walk: Walk): unknown {
  const source = dereference(node, walk.aliases)
  if (isScalar(source)) return source.value
  return source === null ? null : walk.values.get(source as Node)
}
