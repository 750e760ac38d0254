import { readFile } from 'node:fs/promises'
import Handlebars from 'handlebars'

/** The only helpers a template may call: each writes a value for one context. A test compares it with the code. */
export const templateHelpers = [
  'bash',
  'code',
  'dockerfile',
  'json',
  'python',
  'run',
  'shell',
  'word',
  'yaml',
  'yamlMap',
]

/** Compiles a template as strictly as Handlebars can: an unknown name or helper is an error, nothing is HTML. */
export function precompileTemplate(source) {
  const knownHelpers = Object.fromEntries(templateHelpers.map((name) => [name, true]))
  return Handlebars.precompile(source, {
    strict: true,
    noEscape: true,
    knownHelpers,
    knownHelpersOnly: true,
  })
}

/** `import template from './x.hbs'` gives the precompiled template, in the bundle and in tests alike. */
export const handlebarsPlugin = {
  esbuild: () => ({
    name: 'handlebars',
    setup(build) {
      build.onLoad({ filter: /\.hbs$/ }, async ({ path }) => ({
        contents: await toModule(path),
        loader: 'js',
      }))
    },
  }),
  vite: () => ({
    name: 'handlebars',
    load: (id) => (id.endsWith('.hbs') ? toModule(id) : undefined),
  }),
}

async function toModule(path) {
  return `export default ${precompileTemplate(await readFile(path, 'utf8'))}`
}
