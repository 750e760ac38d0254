import { type Alias, isAlias, type Node } from 'yaml'

/** What each alias of a document stands for; undefined when no anchor of that name comes before it. */
export type Aliases = ReadonlyMap<Alias, Node | undefined>

/** The node itself, or what it stands for when it is an alias. */
export function dereference(node: unknown, aliases: Aliases): unknown {
  return isAlias(node) ? aliases.get(node) : node
}
