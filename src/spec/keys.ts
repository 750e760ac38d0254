import { isScalar, type Node, type Pair, type YAMLMap } from 'yaml'

export type Mapping = YAMLMap<Node, Node | null>

/** The pairs of a map by their keys as text. */
export type Pairs = ReadonlyMap<string, Pair<Node, Node | null>>

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
