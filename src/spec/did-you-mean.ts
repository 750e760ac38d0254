import { closest, distance } from 'fastest-levenshtein'

/**
 * The known word that a person most likely meant, or undefined when none is close.
 * Close is an edit distance of at most 2, or of a third of the word for long words: beyond that a
 * suggestion misleads more often than it helps.
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const best = closest(word, known)
  return distance(word, best) <= Math.max(2, word.length / 3) ? best : undefined
}
