import { rm } from 'node:fs/promises'
import { build } from 'esbuild'
import { handlebarsPlugin } from './handlebars.mjs'

/** Bundles src/ into dist/: one chunk a command, loaded when it is called, over one shared core. */
await rm('dist', { recursive: true, force: true })
await build({
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
  plugins: [handlebarsPlugin.esbuild()],
})
