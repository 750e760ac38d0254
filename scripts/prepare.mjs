import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Runs before the package is packed and after `npm ci`: dist/ is not in git. Installed straight from git with -g, as
 * pre-commit does it, npm hands `global` down to the install that should bring what the build needs, and it brings
 * nothing (npm 11.19); so that is made up for here.
 */
if (!existsSync('node_modules/esbuild'))
  execFileSync('npm', ['ci', '--global=false', '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })

await import('./build.mjs')
