import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common'
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
      const isError = node.type.isError ? !isWhole(node.node) : isOpenString(node, text)
      if (isError) position ??= node.from
      return position === undefined
    },
  })
  return position
}

/** The grammar asks for a value behind `yield` and for a name behind the point of `1.`, which CPython does not. */
function isWhole(missing: SyntaxNode): boolean {
  if (missing.from !== missing.to) return false
  let before = missing.prevSibling
  while (before?.name === 'Comment') before = before.prevSibling
  return before?.name === 'yield' || (before?.name === '.' && before.prevSibling?.name === 'Number')
}

/** The grammar takes the end of a line for the end of a string, which CPython does not. */
function isOpenString({ name, from, to }: SyntaxNodeRef, text: string): boolean {
  if (name !== 'String' && name !== 'FormatString') return false
  const written = text.slice(from, to)
  const [start = '', quote = ''] = /^[A-Za-z]*("""|'''|["'])/.exec(written) ?? []
  const unescaped = written.slice(start.length).replace(/\\[\s\S]/g, '')
  return !unescaped.endsWith(quote)
}
