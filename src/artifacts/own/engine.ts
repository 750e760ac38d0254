import Handlebars from 'handlebars/dist/cjs/handlebars.js'
import { contextHelpers, registerContexts } from '../templates.ts'
import { marked, markHelper, readMarks, recordMark } from './marks.ts'
import type { Shape } from './shape.ts'
import { findTemplateProblems, type TemplateProblem } from './walk.ts'

/** What one template of a person came to. */
export type Filled =
  | {
      ok: true
      text: string
      /** For each line of the text the line of the template it came from; 0 where that cannot be known. */
      lines: readonly number[]
    }
  | { ok: false; problems: readonly TemplateProblem[] }

export type Parsed =
  | { ok: true; program: hbs.AST.Program }
  | { ok: false; problem: TemplateProblem }

const helpers = Object.keys(contextHelpers)
/** As the built-in templates are compiled, so that an ejected one gives the same bytes. */
const options = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries([...helpers, markHelper].map((name) => [name, true])),
}

export function parseTemplate(text: string): Parsed {
  try {
    return { ok: true, program: Handlebars.parse(text) }
  } catch (error) {
    const { message, lineNumber, column } = error as Error & Partial<Place>
    const line = lineNumber ?? Number(/on line (\d+)/.exec(message)?.[1] ?? 1)
    const detail = message.replace(/ - \d+:\d+$/, '').split('\n')
    const found = detail.length > 1 ? `Handlebars stops at: ${detail[1]?.trim()}` : detail[0]
    return {
      ok: false,
      problem: { rule: 'template-syntax', line, column: (column ?? 0) + 1, message: `${found}.` },
    }
  }
}

interface Place {
  readonly lineNumber: number
  readonly column: number
}

/** Renders a template that a person wrote, once everything in it is known to be harmless. */
export function fillOwnTemplate(program: hbs.AST.Program, shape: Shape, view: object): Filled {
  const problems = findTemplateProblems(program, shape, helpers)
  if (problems.length > 0) return { ok: false, problems }
  const engine = Handlebars.create()
  registerContexts(engine)
  const mark = recordMark()
  engine.registerHelper(markHelper, mark.helper)
  try {
    const withMarks = engine.compile(marked(program), options)(view)
    const text = engine.compile(program, options)(view)
    return { ok: true, text, lines: readMarks(withMarks, text) }
  } catch (error) {
    const { line, column } = mark.last()
    const message = describeRefusal(error as Error)
    return { ok: false, problems: [{ rule: 'template-value-unfit', line, column, message }] }
  }
}

function describeRefusal({ message }: Error): string {
  const plain = message.replace(/ - \d+:\d+$/, '').replace(/\.$/, '')
  return /undefined|null/.test(plain)
    ? `This service does not have the value (${plain}).`
    : `The value cannot be written here (${plain}).`
}
