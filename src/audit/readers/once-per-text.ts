/** Characters of the texts whose results are kept: those of a few services, and nothing beside what a repository holds. */
const mostCharacters = 200_000

/** Services of one description have most of their texts in common: each is judged once while it comes up again. */
export function oncePerText<T>(judge: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly result: T }>()
  let characters = 0
  return (text) => {
    const found = known.get(text)
    if (found) return found.result
    const result = judge(text)
    characters += text.length
    if (characters > mostCharacters) {
      known.clear()
      characters = text.length
    }
    known.set(text, { result })
    return result
  }
}
