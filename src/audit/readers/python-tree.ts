import type { SyntaxNodeRef, Tree } from '@lezer/common'
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
    enter: (node) => {
      if (node.type.isError || isOpenString(node, text)) position ??= node.from
      return position === undefined
    },
  })
  return position
}

/** The grammar takes the end of a line for the end of a string, which CPython does not. */
function isOpenString({ name, from, to }: SyntaxNodeRef, text: string): boolean {
  if (name !== 'String' && name !== 'FormatString') return false
  const written = text.slice(from, to)
  const [start = '', quote = ''] = /^[A-Za-z]*("""|'''|["'])/.exec(written) ?? []
  const unescaped = written.slice(start.length).replace(/\\[\s\S]/g, '')
  return !unescaped.endsWith(quote)
}
