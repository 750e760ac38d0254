/**
 * Which line of a template each rendered line came from. A second copy of the template, with a mark before each piece
 * of text and each value, is rendered beside it; the marks say it, nothing is guessed.
 */

/** No template can call it: the walk knows only the helpers of contexts. */
export const markHelper = 'hoptix:mark'

const pattern = /\ue000(\d+)\ue001/g

type Statement = hbs.AST.Statement
type Program = hbs.AST.Program

/** The template with its marks. */
export function marked(program: Program): Program {
  return { ...program, body: program.body.flatMap(markStatement) }
}

function markStatement(statement: Statement): Statement[] {
  const { line, column } = statement.loc.start
  if (statement.type === 'ContentStatement')
    return markContent(statement as hbs.AST.ContentStatement)
  if (statement.type === 'MustacheStatement')
    return [call(statement, line, column + 1, 1), statement]
  if (statement.type !== 'BlockStatement') return [statement]
  const block = statement as hbs.AST.BlockStatement
  const { program, inverse } = block
  // A block's own line renders nothing, so its mark is only remembered.
  return [
    call(statement, line, column + 1, 0),
    {
      ...block,
      ...(program && { program: marked(program) }),
      ...(inverse && { inverse: marked(inverse) }),
    } as Statement,
  ]
}

/** One piece for each line; what Handlebars cut off at the front, it counted as lines all the same. */
function markContent(content: hbs.AST.ContentStatement): Statement[] {
  const original = String(content.original)
  // Its name says what stands to the left of the cut: the text lost its beginning.
  const { rightStripped } = content as { rightStripped?: boolean }
  const cut = rightStripped ? Math.max(0, original.lastIndexOf(content.value)) : 0
  const first = content.loc.start.line + original.slice(0, cut).split('\n').length - 1
  const pieces = content.value.split(/(?<=\n)/).filter((piece) => piece !== '')
  return pieces.flatMap((value, index): Statement[] => [
    call(content, first + index, 1, 1),
    { ...content, value } as Statement,
  ])
}

/** `{{hoptix:mark line column prints}}`. */
function call({ loc }: Statement, ...numbers: number[]): Statement {
  const path = { type: 'PathExpression', data: false, depth: 0, parts: [markHelper], loc }
  const params = numbers.map((value) => ({ type: 'NumberLiteral', value, original: value, loc }))
  return {
    type: 'MustacheStatement',
    path: { ...path, original: markHelper },
    params,
    escaped: false,
    strip: { open: false, close: false },
    loc,
  } as unknown as Statement
}

/** The helper behind the marks, and the last place it was called from: where rendering stopped. */
export function recordMark() {
  let last = { line: 1, column: 1 }
  return {
    helper: (line: number, column: number, prints: number): string => {
      last = { line, column }
      return prints === 1 ? `\ue000${line}\ue001` : ''
    },
    last: () => last,
  }
}

/** The template's line for each line of the text. All 0 when the marks would not give the very same text. */
export function readMarks(withMarks: string, text: string): number[] {
  const lines = text.split('\n')
  if (withMarks.replace(pattern, '') !== text) return lines.map(() => 0)
  let last = 0
  return withMarks.split('\n').map((line) => {
    const marks = [...line.matchAll(pattern)].map(([, number]) => Number(number))
    // A line without a mark goes on with the value that began above it.
    const [first = last] = marks
    last = marks.at(-1) ?? last
    return first
  })
}
