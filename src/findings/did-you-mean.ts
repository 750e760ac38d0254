import { distance } from 'fastest-levenshtein'

/**
 * The known word that a person most likely meant, or undefined when none is close.
 * Close is an edit distance of at most 2, or of a third of the word for long words: beyond that a
 * suggestion misleads more often than it helps. Of equally close words the one with the same letters
 * wins (two swapped letters count as two edits), then the one with the same first letter.
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const most = Math.max(2, word.length / 3)
  const close = known.flatMap((candidate) => {
    const limit = Math.min(most, candidate.length - 1)
    // So many edits are needed at least, and to count that is nothing beside measuring the distance.
    if (Math.abs(word.length - candidate.length) > limit) return []
    const edits = distance(word, candidate)
    return edits <= limit ? [{ candidate, edits }] : []
  })
  if (close.length < 2) return close[0]?.candidate
  const compared = close.map((found) => ({ ...found, ...likeness(word, found.candidate) }))
  compared.sort(
    (a, b) => a.edits - b.edits || b.sameLetters - a.sameLetters || b.sameStart - a.sameStart,
  )
  return compared[0]?.candidate
}

function likeness(word: string, candidate: string): { sameLetters: number; sameStart: number } {
  const letters = (text: string) => [...text].sort().join('')
  return {
    sameLetters: Number(letters(word) === letters(candidate)),
    sameStart: Number(word[0] === candidate[0]),
  }
}
