import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Handlebars from 'handlebars'

/** The only helpers a template may call: each writes a value for one context. A test compares it with the code. */
export const templateHelpers = [
  'bash',
  'code',
  'dockerfile',
  'ignorePattern',
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

/**
 * `import template from './x.hbs'` gives the precompiled template, in the bundle and in tests alike; with `?raw`
 * behind it, its text (which vite does by itself).
 */
export const handlebarsPlugin = {
  esbuild: () => ({
    name: 'handlebars',
    setup(build) {
      build.onResolve({ filter: /\.hbs\?raw$/ }, ({ path, resolveDir }) => ({
        path: join(resolveDir, path.replace(/\?raw$/, '')),
        namespace: 'template-text',
      }))
      build.onLoad({ filter: /./, namespace: 'template-text' }, async ({ path }) => ({
        contents: await readFile(path, 'utf8'),
        loader: 'text',
      }))
      build.onLoad({ filter: /\.hbs$/ }, async ({ path }) => ({
        contents: await toModule(path, withoutPlaces),
        loader: 'js',
      }))
    },
  }),
  vite: () => ({
    name: 'handlebars',
    load: (id) => (id.endsWith('.hbs') ? toModule(id) : undefined),
  }),
}

async function toModule(path, prepare = (source) => source) {
  return `export default ${precompileTemplate(prepare(await readFile(path, 'utf8')))}`
}

/** Lines and columns in templates are a fifth of their code, and only our own tests have a use for them. */
function withoutPlaces(source) {
  const tree = JSON.stringify(Handlebars.parse(source))
  return JSON.parse(tree, (key, value) => (key === 'loc' ? undefined : value))
}
