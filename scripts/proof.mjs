import { spawnSync } from 'node:child_process'

/** `npm run test:proof`; with `--all` every example in every way, else those that test/support/matrix.ts chooses. */
const words = process.argv.slice(2)
const vitest = ['vitest', 'run', '--config', 'vitest.proof.config.ts']
const { status } = spawnSync('npx', [...vitest, ...words.filter((word) => word !== '--all')], {
  stdio: 'inherit',
  env: { ...process.env, ...(words.includes('--all') ? { HOPTIX_MATRIX: 'all' } : {}) },
})
process.exitCode = status ?? 1
