/** Any part of a JSON Schema. */
export type Node = Record<string, unknown>

/** Every schema within a schema, itself included; defaults and examples are values, not schemas. */
export function nodesOf(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(nodesOf)
  if (typeof node !== 'object' || node === null) return []
  const children = Object.entries(node).filter(([key]) => !['default', 'examples'].includes(key))
  return [node as Node, ...children.flatMap(([, child]) => nodesOf(child))]
}

/** The schemas beneath a place that have examples, by their dotted keys, references followed. */
export function describedKeys(root: Node, path: readonly string[]): Map<string, Node> {
  const found = new Map<string, Node>()
  const visit = (reference: unknown, key: string): void => {
    const node = resolve(root, reference)
    if (!node) return
    if (node['examples'] !== undefined && key) found.set(key, node)
    for (const [name, child] of Object.entries((node['properties'] ?? {}) as Node))
      visit(child, key ? `${key}.${name}` : name)
    const sameKey = [node['items'], node['then'], node['else'], node['anyOf'], node['oneOf']]
    for (const child of sameKey.flat()) visit(child, key)
  }
  const { properties } = resolve(root, at(root, path)) ?? {}
  for (const [name, child] of Object.entries((properties ?? {}) as Node)) visit(child, name)
  // What stands beneath the two keys of several services is visited from their own place.
  return new Map([...found].filter(([key]) => !/^(?:services|defaults)\./.test(key)))
}

function resolve(root: Node, node: unknown): Node | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  const { $ref: pointer } = node as Node
  if (typeof pointer !== 'string') return node as Node
  return resolve(root, at(root, pointer.replace('#/', '').split('/')))
}

function at(root: Node, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, step) => (node as Node | undefined)?.[step], root)
}
