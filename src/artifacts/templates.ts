import Handlebars from 'handlebars/runtime'
import * as contexts from './escape.ts'

const engine = Handlebars.create()

for (const [name, write] of Object.entries(contexts)) {
  // Handlebars passes its own options as the last argument; strict mode does not check the others.
  engine.registerHelper(name, (...args: unknown[]) => {
    if (args.length !== 2)
      throw new TypeError(`${name}: one value expected, got ${args.length - 1}`)
    return write(args[0])
  })
}

/** Fills a precompiled template. Throws on a name that the view does not have: that is a bug, not bad input. */
export function fillTemplate(template: TemplateSpecification, view: object): string {
  return engine.template(template)(view)
}
