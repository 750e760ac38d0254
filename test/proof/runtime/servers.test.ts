import { join } from 'node:path'
import { describe, test } from 'vitest'
import { definePytestTests } from '../../support/pytest.ts'
import { mustSkipWithoutPython } from '../../support/real-server.ts'
import { mustRunInRuntime } from '../../support/runtime-project.ts'
import { keptFolder } from '../../support/temporary.ts'

const coverage = { COVERAGE_FILE: join(keptFolder(), 'coverage') }

// The unit tests run again, for what they cover.
await definePytestTests({
  suite: 'the runtime with real servers',
  tests: 'server',
  words: ['coverage', 'run', '-m', 'pytest'],
  variables: coverage,
  timeout: 900_000,
})

describe.skipIf(await mustSkipWithoutPython('the coverage of the runtime'))('together', () => {
  test('all tests reach the share of branches that pyproject.toml asks for', async () => {
    await mustRunInRuntime(['coverage', 'combine', '--quiet'], coverage)
    await mustRunInRuntime(['coverage', 'report', '--skip-covered'], coverage)
  })
})
