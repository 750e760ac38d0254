import { Tree } from '@lezer/common'
import { parser } from '@lezer/python'
import { oncePerText } from './once-per-text.ts'

export interface ParsedPython {
  readonly tree: Tree
  /** Where the first error stands; undefined for valid Python. */
  readonly errorAt: number | undefined
}

/**
 * Statements of a module are read one by one, and equal ones once: the files of services that are alike have nearly all
 * of theirs in common. A file is made of statements that are valid alone, or else it is read again as a whole: only
 * then what its errors are, and where, does not depend on how it was divided.
 */
export function parsePython(text: string): ParsedPython {
  const statements: Tree[] = []
  const positions: number[] = []
  let position = 0
  for (const part of divide(text)) {
    const { tree, errorAt } = parseStatement(part)
    if (errorAt !== undefined) return parseWhole(text)
    for (const [index, child] of tree.children.entries()) {
      statements.push(child as Tree)
      positions.push(position + (tree.positions[index] ?? 0))
    }
    position += part.length
  }
  return { tree: new Tree(parser.topNode, statements, positions, text.length), errorAt: undefined }
}

/** Texts and comments, in which a line says nothing of its own, and ends of lines behind which a statement begins. */
const textOrEnd =
  /("""|''')[\s\S]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#.*|(?<!\\\r?)\n(?=[A-Za-z_@])(?!(?:elif|else|except|finally)\b)/g

/** Before each line that is not indented, and does not go on with what the last one opened. */
function divide(text: string): string[] {
  const ends = [...text.matchAll(textOrEnd)].filter(([found]) => found === '\n')
  const starts = [0, ...ends.map(({ index }) => index + 1)]
  return starts.map((start, index) => text.slice(start, starts[index + 1]))
}

const parseStatement = oncePerText(parseWhole)

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
