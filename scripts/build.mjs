import { execFileSync } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { handlebarsPlugin } from './handlebars.mjs'
import { collectLicenses } from './licenses.mjs'

/** Bundles src/ into dist/: one chunk a command, loaded when it is called, over one shared core. */
await rm('dist', { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  // Some dependencies are CommonJS and call require, which a module does not have.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  metafile: true,
  plugins: [handlebarsPlugin.esbuild()],
})

await writeFile('dist/THIRD-PARTY-LICENSES.txt', collectLicenses(Object.keys(metafile.inputs)))

// The copy that the modeline of a new hoptix.yaml points to.
await writeFile('schema.json', execFileSync(process.execPath, ['bin/hoptix-deploy.js', 'schema']))
