import Handlebars from 'handlebars/runtime'
import * as contexts from './escape.ts'

/** One of our templates. A person may put a file of the same name in the place of it. */
export interface Template {
  /** As the file is called in templates/. */
  readonly name: string
  /** What it becomes, in a few words. */
  readonly about: string
  readonly compiled: TemplateSpecification
  readonly parts?: TemplateParts
  /** Its text, which only a person's own templates and `eject` need. */
  source(): Promise<{ readonly default: string }>
}

/** Sections that stand in several templates, by the name behind `{{>`. */
export type TemplateParts = Readonly<Record<string, Pick<Template, 'compiled' | 'source'>>>

/** A template's text with each part in its place: a person's own template has none. */
export async function withParts(
  source: ReturnType<Template['source']>,
  parts: TemplateParts,
): Promise<{ readonly default: string }> {
  let { default: text } = await source
  for (const [name, part] of Object.entries(parts)) {
    const { default: section } = await part.source()
    text = text.replace(`{{> ${name}}}\n`, () => section)
  }
  return { default: text }
}

/** Turns a template and its view into text. */
export type Fill = (template: Template, view: object) => string

/** The functions by which a template may write a value, by the name it calls them. */
export const contextHelpers: Readonly<Record<string, (value: unknown) => string>> = contexts

/** Gives an engine the helpers of contexts. */
export function registerContexts(engine: Pick<typeof Handlebars, 'registerHelper'>): void {
  for (const [name, write] of Object.entries(contextHelpers)) {
    // Handlebars passes its own options as the last argument; strict mode does not check the others.
    engine.registerHelper(name, (...args: unknown[]) => {
      if (args.length !== 2)
        throw new TypeError(`${name}: one value expected, got ${args.length - 1}`)
      return write(args[0])
    })
  }
}

const engine = Handlebars.create()
registerContexts(engine)

/** Each template is made ready once, however many services it is filled for. */
const ready = new Map<TemplateSpecification, HandlebarsTemplateDelegate>()

function makeReady({ compiled }: Pick<Template, 'compiled'>): HandlebarsTemplateDelegate {
  const known = ready.get(compiled) ?? engine.template(compiled)
  ready.set(compiled, known)
  return known
}

/** Fills the built-in template. Throws on a name that the view does not have: that is a bug, not bad input. */
export const fillTemplate: Fill = (template, view) => {
  const parts = Object.entries(template.parts ?? {})
  const partials = Object.fromEntries(parts.map(([name, part]) => [name, makeReady(part)]))
  return makeReady(template)(view, { partials })
}
