import type { Tree } from '@lezer/common'
import { parser } from '@lezer/python'
import { oncePerText } from './once-per-text.ts'

export interface ParsedPython {
  readonly tree: Tree
  /** Where the first error stands; undefined for valid Python. */
  readonly errorAt: number | undefined
}

/** Equal files are parsed once: services that are alike share some of theirs. */
export const parsePython = oncePerText((text): ParsedPython => {
  const tree = parser.parse(text)
  return { tree, errorAt: firstError(tree, text) }
})

function firstError(tree: Tree, text: string): number | undefined {
  let position: number | undefined
  tree.iterate({
    enter: ({ type, from, to }) => {
      if (type.isError || isOpenString(type.name, text.slice(from, to))) position ??= from
      return position === undefined
    },
  })
  return position
}

/** The grammar takes the end of a line for the end of a string, which CPython does not. */
function isOpenString(nodeName: string, written: string): boolean {
  if (nodeName !== 'String' && nodeName !== 'FormatString') return false
  const [start = '', quote = ''] = /^[A-Za-z]*("""|'''|["'])/.exec(written) ?? []
  return !written.slice(start.length).endsWith(quote)
}
