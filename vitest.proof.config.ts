import { randomInt } from 'node:crypto'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { projectsWith } from './scripts/test-projects.ts'

const matrix = process.env['HOPTIX_MATRIX'] === 'all' ? 'all' : 'some'

const seed = Number(process.env['HOPTIX_SEED'] ?? randomInt(2 ** 31))

/** Short files that build and start every example, for minutes each. Last, as their size has them, they would run alone. */
const longest = '/test/proof/examples/'

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.includes(longest)
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))]
  }
}

/**
 * With `--all` only. No generated file uses the runtime yet, so what its tests start is nobody's server; the bench
 * promises nothing, and who runs it sees at once when it does not run.
 */
const exclude =
  matrix === 'all' ? [] : ['test/proof/runtime/*.test.ts', 'test/proof/containers/bench.test.ts']

/** `npm run test:proof`: servers, containers, an ingress, kill points, and random tests with all their cases. */
export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts'],
    sequence: { sequencer: LongestFirst },
    provide: { tier: 'proof', seed, matrix },
    projects: projectsWith([
      {
        name: 'proof',
        include: [
          'test/proof/{containers,examples,programs,servers}/*.test.ts',
          'test/**/*.random.test.ts',
        ],
        exclude,
        sequence: { groupOrder: 0 },
      },
      {
        // Here connections are raced and failures counted, which needs the machine: these run alone, after all others.
        name: 'alone',
        include: ['test/proof/{ingress,runtime}/*.test.ts'],
        exclude,
        maxWorkers: 1,
        sequence: { groupOrder: 1 },
      },
    ]),
  },
})
