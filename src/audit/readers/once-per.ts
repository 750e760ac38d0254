/** What is said of a part of a file is computed once, however many rules ask for it, and forgotten with that part. */
export function oncePer<K extends object, T>(read: (source: K) => T): (source: K) => T {
  const known = new WeakMap<K, { readonly result: T }>()
  return (source) => {
    const entry = known.get(source) ?? { result: read(source) }
    known.set(source, entry)
    return entry.result
  }
}
