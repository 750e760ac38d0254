/** For `describe.skipIf`: says aloud that a suite cannot run here, and why. With CI=true it throws instead. */
export function skipFor(suite: string, obstacle: string): true {
  if (process.env['CI'] === 'true') throw new Error(`${suite}: ${obstacle}`)
  console.warn(`SKIPPED: ${suite}\n         ${obstacle}`)
  return true
}
