import { didYouMean } from '../../findings/did-you-mean.ts'
import type { TemplateCheckId } from './checks.ts'
import { lookUp, type Scopes } from './scopes.ts'
import type { Shape } from './shape.ts'

/** A place in a template that is refused. */
export interface TemplateProblem {
  readonly rule: TemplateCheckId
  readonly line: number
  /** Counts from 1. */
  readonly column: number
  readonly message: string
  readonly fix?: string
}

type Call = hbs.AST.MustacheStatement | hbs.AST.BlockStatement
type Problems = Generator<TemplateProblem, void>

/** Beside the helpers of contexts. A template may loop and test one ready-made boolean; it decides nothing. */
const logic = ['if', 'unless', 'each']

/** Helpers that write a list or a map as a whole. */
const wholeWriters = ['json', 'yamlMap']

/**
 * Everything in a template that could carry a value past its helper, or that Handlebars would leave empty without a
 * word: its strict mode checks neither what `if` tests nor what a helper is given.
 */
export function findTemplateProblems(
  program: hbs.AST.Program,
  shape: Shape,
  helpers: readonly string[],
): TemplateProblem[] {
  return [...walk(program, [shape], helpers)]
}

function* walk(
  program: hbs.AST.Program | undefined,
  scopes: Scopes,
  helpers: readonly string[],
): Problems {
  for (const statement of program?.body ?? []) {
    if (statement.type === 'MustacheStatement')
      yield* judgeValue(statement as hbs.AST.MustacheStatement, scopes, helpers)
    else if (statement.type === 'BlockStatement')
      yield* judgeBlock(statement as hbs.AST.BlockStatement, scopes, helpers)
    else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement') {
      const message = 'Partials and decorators are not possible here: a template stands alone.'
      yield problem('template-construct-refused', statement, message)
    }
  }
}

function* judgeValue(
  statement: hbs.AST.MustacheStatement,
  scopes: Scopes,
  helpers: readonly string[],
): Problems {
  const name = nameOf(statement)
  const { length: count } = statement.params
  if (!statement.escaped) {
    const message = `{{{…}}} and {{& …}} would write ${name} as it is.`
    yield problem('template-value-raw', statement, message)
  } else if (!helpers.includes(name)) {
    yield count > 0 || statement.hash
      ? unknownHelper(statement, `There is no helper ${name}.`, [...helpers, ...logic])
      : problem(
          'template-value-raw',
          statement,
          `{{${name}}} would be written as it is, without the helper of its context.`,
        )
  } else if (count !== 1) {
    const message = `${name} writes one value, and is given ${count}.`
    yield problem('template-argument-count', statement, message)
  } else yield* judgeArgument(statement, scopes)
}

function* judgeBlock(
  block: hbs.AST.BlockStatement,
  scopes: Scopes,
  helpers: readonly string[],
): Problems {
  const name = nameOf(block)
  if (!logic.includes(name))
    yield unknownHelper(block, `There is no block ${name}: only if, unless and each.`, logic)
  else if (block.params.length !== 1)
    yield problem('template-argument-count', block, `#${name} needs exactly one value.`)
  else yield* judgeArgument(block, scopes)
  if (block.program?.blockParams || block.inverse?.blockParams) {
    const message = '`as |name|` is not possible here; use `this`.'
    yield problem('template-construct-refused', block, message)
  }
  const looped = name === 'each' ? shapeOf(block, scopes) : undefined
  // Inside a loop over nothing known every name would be unknown too: one finding is enough.
  if (name !== 'each' || looped?.item)
    yield* walk(block.program, looped?.item ? [looped.item, ...scopes] : scopes, helpers)
  yield* walk(block.inverse, scopes, helpers)
}

/** The one argument of a helper, of `if`, `unless` or `each`. */
function* judgeArgument(call: Call, scopes: Scopes): Problems {
  const name = nameOf(call)
  if (call.hash)
    yield problem('template-construct-refused', call, 'Named arguments are not possible here.')
  const [argument] = call.params
  if (argument?.type === 'SubExpression')
    yield problem('template-construct-refused', argument, 'A call in a call is not possible here.')
  if (argument?.type !== 'PathExpression') return
  const found = lookUp(argument as hbs.AST.PathExpression, scopes)
  if (!found.ok) yield problem('template-name-not-in-view', argument, found.message, found.fix)
  const isWhole = found.ok && found.shape && (found.shape.item || found.shape.names.size > 0)
  if (name === 'each' && found.ok && !found.shape?.item)
    yield problem('template-value-unfit', argument, 'each needs a list, and this is none.')
  if (![...logic, ...wholeWriters].includes(name) && isWhole) {
    const message = `${name} writes one value, and this is a list or a map.`
    yield problem('template-value-unfit', argument, message)
  }
}

function shapeOf({ params }: Call, scopes: Scopes): Shape | undefined {
  const [argument] = params
  if (argument?.type !== 'PathExpression') return undefined
  const found = lookUp(argument as hbs.AST.PathExpression, scopes)
  return found.ok ? found.shape : undefined
}

function unknownHelper(call: Call, message: string, known: readonly string[]): TemplateProblem {
  const close = didYouMean(nameOf(call), known)
  const fix = close ? `Did you mean \`${close}\`?` : undefined
  return problem('template-helper-unknown', call, message, fix)
}

function problem(
  rule: TemplateCheckId,
  { loc }: hbs.AST.Node,
  message: string,
  fix?: string,
): TemplateProblem {
  const { line, column } = loc.start
  return { rule, line, column: column + 1, message, ...(fix && { fix }) }
}

function nameOf({ path }: Call): string {
  return String((path as hbs.AST.PathExpression).original)
}
