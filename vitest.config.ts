import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { handlebarsPlugin } from './scripts/handlebars.mjs'

/** Here connections are raced and failures counted, which needs the machine: these run alone, after all others. */
const timed = 'test/ingress/*.test.ts'

/** Short files that build and start every example, for minutes each. Last, as their size has them, they would run alone. */
const longest = '/test/e2e/examples/'

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.includes(longest)
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))]
  }
}

const plugins = [handlebarsPlugin.vite()]
const shared = { testTimeout: 60_000, hookTimeout: 60_000 }

export default defineConfig({
  plugins,
  test: {
    globalSetup: ['test/support/build.ts'],
    sequence: { sequencer: LongestFirst },
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
