import type { Path } from './locate.ts'
import { isMap } from './show.ts'

/** The places with mistakes, as a tree: what has none is never looked at. */
interface Places {
  isBad: boolean
  readonly below: Map<string | number, Places>
}

/**
 * What is left of a value when the places that have mistakes are taken out. List items keep their positions, and keys
 * stay: that something is written there may matter to a rule, whatever it is.
 */
export function withoutPaths(value: unknown, paths: readonly Path[]): unknown {
  const top = emptyPlaces()
  for (const path of paths) {
    let place = top
    for (const step of path) {
      const next = place.below.get(step) ?? emptyPlaces()
      place.below.set(step, next)
      place = next
    }
    place.isBad = true
  }
  return prune(value, top)
}

function emptyPlaces(): Places {
  return { isBad: false, below: new Map() }
}

function prune(part: unknown, { below }: Places): unknown {
  const pruneChild = (child: unknown, step: string | number, instead: unknown) => {
    const place = below.get(step)
    if (!place) return child
    return place.isBad ? instead : prune(child, place)
  }
  if (Array.isArray(part)) return part.map((item, index) => pruneChild(item, index, ''))
  if (!isMap(part)) return part
  const entries = Object.entries(part)
  return Object.fromEntries(entries.map(([key, child]) => [key, pruneChild(child, key, undefined)]))
}
