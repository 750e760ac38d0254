import { existsSync, readFileSync } from 'node:fs'

/** Prints the counts of a vitest report as one plain line, and fails when anything failed or nothing ran. */
const [report, status] = process.argv.slice(2)
const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = results

// A file that did not even load has no tests to count, but it is a failure.
const brokenFiles = (results.testResults ?? []).filter(
  ({ status: state, assertionResults }) => state === 'failed' && assertionResults.length === 0,
)
const failed = numFailedTests + brokenFiles.length
console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`)
process.exitCode = Number(status) !== 0 || failed > 0 || numPassedTests === 0 ? 1 : 0
