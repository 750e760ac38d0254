import { execFileSync } from 'node:child_process'
import { projectFolder } from './examples.ts'

/** Builds the bundle once for all tests: what they start is what people install. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: projectFolder, stdio: 'inherit' })
}
