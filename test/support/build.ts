import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** `npm test` is quick, `npm run test:proof` the proof. */
    tier: 'quick' | 'proof'
    /** Of the random tests. */
    seed: number
    /** Which examples are proven in which ways: see matrix.ts. */
    matrix: 'some' | 'all'
    /** The folder of the built package. */
    packageFolder: string
  }
}

/** Builds the package once for all tests of this run, in a folder of its own: what they start is what people install. */
export function setup(project: TestProject): () => void {
  const packageFolder = mkdtempSync(join(tmpdir(), 'hoptix-deploy-package-'))
  const words = ['scripts/build.mjs', packageFolder]
  execFileSync(process.execPath, words, { cwd: project.config.root, stdio: 'inherit' })
  project.provide('packageFolder', packageFolder)
  const { seed } = project.getProvidedContext()
  console.log(`Seed of the random tests: ${seed}; HOPTIX_SEED=${seed} repeats them.`)
  return () => rmSync(packageFolder, { recursive: true, force: true })
}
