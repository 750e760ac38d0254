import { type ChangedRange, type Tree, TreeFragment } from '@lezer/common'
import { parser } from '@lezer/python'
import { nameOf } from './paths.ts'

export interface ParsedPython {
  readonly tree: Tree
  /** Where the first error stands; undefined for valid Python. */
  readonly errorAt: number | undefined
}

/** The last valid file of each name: those of services in one description are almost the same. */
const lastOfName = new Map<string, { readonly text: string; readonly tree: Tree }>()

/**
 * Parses as an editor does behind an edit: only what differs from the last file of that name is read, and the rest of
 * its tree is taken over. An error may be placed otherwise that way, so a text with one is read again from its start.
 */
export function parsePython(path: string, text: string): ParsedPython {
  const last = lastOfName.get(nameOf(path))
  const tree = last && parser.parse(text, unchangedParts(last, text))
  const found =
    tree && firstError(tree) === undefined ? { tree, errorAt: undefined } : parseWhole(text)
  if (found.errorAt === undefined) lastOfName.set(nameOf(path), { text, tree: found.tree })
  return found
}

export function parseWhole(text: string): ParsedPython {
  const tree = parser.parse(text)
  return { tree, errorAt: firstError(tree) }
}

function firstError(tree: Tree): number | undefined {
  let position: number | undefined
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) position ??= node.from
      return position === undefined
    },
  })
  return position
}

function unchangedParts(last: { text: string; tree: Tree }, text: string): readonly TreeFragment[] {
  const change = differenceBetween(last.text, text)
  return TreeFragment.applyChanges(TreeFragment.addTree(last.tree), [change])
}

/** What stands between the common start and the common end of two texts. */
function differenceBetween(before: string, after: string): ChangedRange {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1
  let [toA, toB] = [before.length, after.length]
  while (Math.min(toA, toB) > start && before.charCodeAt(toA - 1) === after.charCodeAt(toB - 1)) {
    toA -= 1
    toB -= 1
  }
  return { fromA: start, toA, fromB: start, toB }
}
