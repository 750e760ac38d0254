import Handlebars from 'handlebars/runtime'
import * as contexts from './escape.ts'

/** One of our templates. A person may put a file of the same name in the place of it. */
export interface Template {
  /** As the file is called in templates/. */
  readonly name: string
  /** What it becomes, in a few words. */
  readonly about: string
  readonly compiled: TemplateSpecification
  /** Its text, which only a person's own templates and `eject` need. */
  source(): Promise<{ readonly default: string }>
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

/** Fills the built-in template. Throws on a name that the view does not have: that is a bug, not bad input. */
export const fillTemplate: Fill = ({ compiled }, view) => engine.template(compiled)(view)
