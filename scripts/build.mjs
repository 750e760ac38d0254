import { execFileSync } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { build, transform } from 'esbuild'
import { handlebarsPlugin } from './handlebars.mjs'
import { collectLicenses } from './licenses.mjs'

const output = { platform: 'node', target: 'node20.19', minify: true }

/**
 * What libraries use when they find it, and do without otherwise: Handlebars would make source maps, which nobody reads
 * here, and cli-table3 would paint lines, which our tables do not have.
 */
const leftOutPlugin = {
  name: 'left-out',
  setup(build) {
    const filter = /^(?:source-map|@colors\/colors\/safe)$/
    build.onResolve({ filter }, () => ({ path: 'none', namespace: 'left-out' }))
    build.onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: '' }))
  },
}

/** Bundles src/ into dist/: one chunk a command, loaded when it is called, over one shared core. */
const { outputFiles, metafile } = await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
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
  plugins: [handlebarsPlugin.esbuild(), leftOutPlugin],
})

// esbuild splits only modules, and Node starts CommonJS sooner: so each file is turned into it after the split.
await rm('dist', { recursive: true, force: true })
await mkdir('dist')
for (const { path, text } of outputFiles) {
  const { code } = await transform(text, {
    ...output,
    format: 'cjs',
    supported: { 'dynamic-import': false },
  })
  await writeFile(path, code)
}

await writeFile('dist/THIRD-PARTY-LICENSES.txt', collectLicenses(Object.keys(metafile.inputs)))

// The copy that the modeline of a new hoptix.yaml points to. Editors read it, so it has no blanks.
const schema = execFileSync(process.execPath, ['bin/hoptix-deploy.js', 'schema'], {
  encoding: 'utf8',
})
await writeFile('schema.json', `${JSON.stringify(JSON.parse(schema))}\n`)
