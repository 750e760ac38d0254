import { existsSync, readFileSync } from 'node:fs'

/**
 * Prints the counts of vitest reports, added up, as one plain line. Fails when a test failed, when a report is missing
 * or ran nothing, and when the exit code that is given is not 0.
 */
const [exitCode, ...reports] = process.argv.slice(2)
const counts = reports.map(count)
const sum = (key) => counts.reduce((total, each) => total + each[key], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
const isComplete = counts.every(({ passed }) => passed > 0)
process.exitCode = Number(exitCode) === 0 && sum('failed') === 0 && isComplete ? 0 : 1

function count(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0 }
  const results = JSON.parse(readFileSync(report, 'utf8'))
  // A file that did not even load has no tests to count, but it is a failure.
  const brokenFiles = results.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + brokenFiles.length,
    skipped: results.numPendingTests + results.numTodoTests,
  }
}
