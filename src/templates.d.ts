/** A template, precompiled by scripts/handlebars.mjs. */
declare module '*.hbs' {
  const specification: TemplateSpecification
  export default specification
}
