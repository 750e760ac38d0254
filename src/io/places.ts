import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'

/** Where a path leads once its links are followed. */
interface Place {
  readonly real: string
  readonly isInside: boolean
}

/**
 * Finds where paths lead, and whether that is inside a folder. A file that is no link stands where its folder does, and
 * a folder is asked for once.
 */
export function placeFinder(realTop: string): (path: string) => Place {
  const known = new Map<string, Place>()
  const placeOf = (path: string): Place => {
    const place = known.get(path) ?? findPlace(path)
    known.set(path, place)
    return place
  }
  const findPlace = (path: string): Place => {
    if (path === realTop || dirname(path) === path || isLink(path))
      return { real: followLinks(path), isInside: isInside(realTop, path) }
    const folder = placeOf(dirname(path))
    return { ...folder, real: join(folder.real, basename(path)) }
  }
  return placeOf
}

/** A path with the links of its existing part followed. */
function followLinks(path: string): string {
  if (existsSync(path)) return realpathSync.native(path)
  return dirname(path) === path ? path : join(followLinks(dirname(path)), basename(path))
}

/** Whether a path, its links followed, stays inside a folder; the part that does not exist yet cannot lead out. */
function isInside(realTop: string, path: string): boolean {
  let existing = path
  while (!isPresent(existing)) existing = dirname(existing)
  if (!existsSync(existing)) return false
  const inside = relative(realTop, realpathSync.native(existing))
  return inside !== '..' && !inside.startsWith(`..${sep}`)
}

/** True for a link too, even one that leads nowhere. */
function isPresent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}
