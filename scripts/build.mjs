import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import swc from '@swc/wasm'
import { build } from 'esbuild'
import { handlebarsPlugin } from './handlebars.mjs'
import { collectLicenses } from './licenses.mjs'

/**
 * The package is built where it is packed from; a run of the tests names a folder of its own, so that two runs side by
 * side do not replace the program under each other.
 */
const packageFolder = resolve(process.argv[2] ?? '.')
const dist = join(packageFolder, 'dist')

const output = { platform: 'node', target: 'node20.19', minify: true }

/** Large modules of which a library uses next to nothing, and the little that it uses. What src/ imports is real. */
const replacements = {
  // Source maps of templates, which nobody reads here: Handlebars does without when it finds none.
  'source-map': '',
  // Colours of cli-table3, for lines that our tables do not have.
  '@colors/colors/safe': '',
  // The widths that our own text is laid out with.
  'string-width': "module.exports = require('fast-string-width').default",
  // commander starts the programs of commands that have one of their own. Ours have none, and Node is slow to load it.
  'node:child_process': '',
  // Colours of an editor, which the grammar of Python names for each of its nodes.
  '@lezer/highlight': `
    const tag = new Proxy(() => tag, { get: () => tag })
    exports.tags = tag
    exports.styleTags = () => () => null`,
  // dockerfile-ast makes places in a file with it, and nothing else.
  'vscode-languageserver-types': `
    exports.Position = { create: (line, character) => ({ line, character }) }
    exports.Range = {
      create: (a, b, c, d) => {
        if (typeof a !== 'number') return { start: a, end: b }
        return { start: { line: a, character: b }, end: { line: c, character: d } }
      },
    }`,
}

const replacementPlugin = {
  name: 'replacement',
  setup(build) {
    const namespace = 'replacement'
    const filter = new RegExp(`^(?:${Object.keys(replacements).join('|')})$`)
    build.onResolve({ filter }, ({ path, importer }) => {
      return importer.includes('node_modules') ? { path, namespace } : undefined
    })
    build.onLoad({ filter: /./, namespace }, ({ path }) => {
      return { contents: replacements[path], resolveDir: '.' }
    })
  },
}

/** Bundles src/ into dist/: one chunk a command, loaded when it is called, over one shared core. */
const { outputFiles, metafile } = await build({
  entryPoints: ['src/main.ts'],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  outExtension: { '.js': '.cjs' },
  ...output,
  // The build of yaml that consists of modules: a bundle takes from it only what is used.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  legalComments: 'none',
  metafile: true,
  write: false,
  plugins: [handlebarsPlugin.esbuild(), replacementPlugin],
})

// esbuild splits only modules, and Node starts CommonJS sooner: so each file is turned into it after the split, by swc,
// whose files are a twentieth smaller than esbuild's own.
const asCommonJs = {
  jsc: {
    target: 'es2022',
    // One letter beyond ASCII, and Node holds a whole file at two bytes a letter, twice as slow to parse.
    output: { charset: 'ascii' },
    minify: { compress: { passes: 2 }, mangle: true },
  },
  module: { type: 'commonjs', exportInteropAnnotation: false },
  minify: true,
  swcrc: false,
}
await rm(dist, { recursive: true, force: true })
await mkdir(dist, { recursive: true })
for (const { path, text } of outputFiles) {
  const { code } = await swc.transform(text, asCommonJs)
  await writeFile(path, code)
}

await writeFile(
  join(dist, 'THIRD-PARTY-LICENSES.txt'),
  collectLicenses(Object.keys(metafile.inputs)),
)

// The modeline of a new hoptix.yaml points to it, and `schema` prints it. Editors read it, so it has no blanks.
const outfile = join(dist, 'json-schema.cjs')
await build({ entryPoints: ['src/spec/json-schema.ts'], outfile, bundle: true, ...output })
const { describeSchema } = createRequire(import.meta.url)(outfile)
await writeFile(join(packageFolder, 'schema.json'), `${JSON.stringify(describeSchema())}\n`)
await rm(outfile)

if (packageFolder !== process.cwd())
  for (const name of ['bin', 'package.json'])
    await cp(name, join(packageFolder, name), { recursive: true })
