/** Several rules look at the same files: what is read of a repository, or of a part of it, is read once for each. */
export function oncePer<K extends object, T>(read: (source: K) => T): (source: K) => T {
  const known = new WeakMap<K, { readonly result: T }>()
  return (source) => {
    const entry = known.get(source) ?? { result: read(source) }
    known.set(source, entry)
    return entry.result
  }
}
