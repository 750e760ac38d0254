import { definePytestTests } from '../support/pytest.ts'

await definePytestTests({
  suite: 'the unit tests of the runtime',
  tests: 'not server',
  words: ['pytest', '-m', 'not server', '--numprocesses', '2'],
  timeout: 300_000,
})
