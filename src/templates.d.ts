/** A template, precompiled by scripts/handlebars.mjs. */
declare module '*.hbs' {
  const specification: TemplateSpecification
  export default specification
}

/** A template's own text. */
declare module '*.hbs?raw' {
  const text: string
  export default text
}

/** The whole of Handlebars without its hook for `require`, which would touch the disk. */
declare module 'handlebars/dist/cjs/handlebars.js' {
  import Handlebars from 'handlebars'
  export default Handlebars
}
