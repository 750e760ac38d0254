import type { TestProjectInlineConfiguration } from 'vitest/config'
import { handlebarsPlugin } from './handlebars.mjs'

type ProjectOptions = NonNullable<TestProjectInlineConfiguration['test']>

/** What every project of both tiers shares. */
export function projectsWith(
  projects: readonly ProjectOptions[],
): TestProjectInlineConfiguration[] {
  return projects.map((project) => ({
    plugins: [handlebarsPlugin.vite()],
    test: {
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // Tests of servers mostly wait: for starts, for graceful stops, for a daemon.
      maxWorkers: 2,
      maxConcurrency: 4,
      setupFiles: ['test/support/seed.ts'],
      ...project,
    },
  }))
}
