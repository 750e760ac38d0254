import { type Alias, type Document, isAlias, type Node, visit } from 'yaml'

/** What each alias of a document stands for; undefined when no anchor of that name comes before it. */
export type Aliases = ReadonlyMap<Alias, Node | undefined>

/** One pass for all: the library's own look-up walks the document again for every alias. */
export function resolveAliases(document: Document.Parsed): Aliases {
  const anchors = new Map<string, Node>()
  const aliases = new Map<Alias, Node | undefined>()
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) aliases.set(node, anchors.get(node.source))
      else if (node.anchor) anchors.set(node.anchor, node)
    },
  })
  return aliases
}

/** The node itself, or what it stands for when it is an alias. */
export function dereference(node: unknown, aliases: Aliases): unknown {
  return isAlias(node) ? aliases.get(node) : node
}
