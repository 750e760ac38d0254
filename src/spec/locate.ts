import { type Document, isMap, isSeq, type LineCounter, type Node, type Pair } from 'yaml'
import type { Location } from '../findings/finding.ts'
import { type Aliases, dereference } from './anchors.ts'
import type { Mapping, Pairs } from './keys.ts'

/** The way from the top of a document to a value: keys and list positions. */
export type Path = readonly (string | number)[]

/** Where parsed nodes and positions of the text are; needs no valid document. */
export interface Places {
  /** Where a parsed node starts. */
  node(node: Node): Required<Location>
  offset(offset: number): Required<Location>
}

/** Tells where in the file a value was written, through aliases and merge keys. */
export interface Locator extends Places {
  /** Where the value at `path` starts; for an absent value, the nearest map or list that should hold it. */
  value(path: Path): Location
  /** Where the key at the end of `path` starts. */
  key(path: Path): Location
}

/** What is known of a document beside its text. */
interface Source {
  readonly aliases: Aliases
  readonly pairs: ReadonlyMap<Mapping, Pairs>
}

interface Found {
  readonly node: Node | null
  readonly pair?: Pair<Node, Node | null>
}

export function createPlaces(file: string, lines: LineCounter): Places {
  const offset = (position: number): Required<Location> => {
    const { line, col } = lines.linePos(position)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  return { offset, node: (found) => offset(found.range?.[0] ?? 0) }
}

export function createLocator(places: Places, document: Document.Parsed, source: Source): Locator {
  const { node, offset } = places
  const find = (path: Path): Found => {
    let current: Found = { node: document.contents }
    for (const step of path) {
      const next = child(current.node, step, source)
      if (!next) return current
      current = next
    }
    return current
  }
  const placeOf = (anchor: Node | null | undefined) => (anchor ? node(anchor) : offset(0))
  return {
    node,
    offset,
    value: (path) => {
      const found = find(path)
      return placeOf(found.node ?? found.pair?.key)
    },
    key: (path) => {
      const found = find(path)
      return placeOf(found.pair?.key ?? found.node)
    },
  }
}

function child(parent: Node | null, step: string | number, source: Source): Found | undefined {
  const node = dereference(parent, source.aliases)
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step] as Node | undefined
    return item && { node: item }
  }
  const pair = isMap(node) ? source.pairs.get(node as Mapping)?.get(String(step)) : undefined
  return pair && { node: pair.value, pair }
}

/** `cors.origins[1]`, as people write a path. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`,
    )
    .join('')
}
