import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { handlebarsPlugin } from './scripts/handlebars.mjs'

export default defineConfig({
  plugins: [handlebarsPlugin.vite()],
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    testTimeout: 30_000,
    // Tests of servers mostly wait: for starts, for graceful stops, for daemons.
    maxWorkers: Math.max(4, availableParallelism()),
  },
})
