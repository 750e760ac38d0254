import { defineConfig } from 'vitest/config'
import { handlebarsPlugin } from './scripts/handlebars.mjs'

/** Here connections are raced and failures counted, which needs the machine: these run alone, after all others. */
const timed = 'test/ingress/*.test.ts'

const plugins = [handlebarsPlugin.vite()]
const shared = { testTimeout: 30_000 }

export default defineConfig({
  plugins,
  test: {
    globalSetup: ['test/support/build.ts'],
    projects: [
      {
        plugins,
        test: {
          ...shared,
          name: 'most',
          include: ['test/**/*.test.ts'],
          exclude: [timed],
          // Tests of servers mostly wait: for starts, for graceful stops, for a daemon.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins,
        test: {
          ...shared,
          name: 'timed',
          include: [timed],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
