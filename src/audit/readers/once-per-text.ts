/** Characters of the texts whose results are kept: twice those that one service has, and little beside a repository. */
const mostCharacters = 50_000

/**
 * Services of one description have most of their texts in common: each is judged once while it comes up again, and
 * what does not come up any more is forgotten.
 */
export function oncePerText<T>(judge: (text: string) => T): (text: string) => T {
  type Results = Map<string, { readonly result: T }>
  let [older, recent]: [Results, Results] = [new Map(), new Map()]
  let characters = 0
  return (text) => {
    const known = recent.get(text)
    if (known) return known.result
    const entry = older.get(text) ?? { result: judge(text) }
    if (characters + text.length > mostCharacters) {
      older = recent
      recent = new Map()
      characters = 0
    }
    recent.set(text, entry)
    characters += text.length
    return entry.result
  }
}
