/** Writes a line for each step, with the seconds since the first: a log as readable in CI as in a terminal. */
export function showSteps(write: (text: string) => void): (step: string) => void {
  const begin = performance.now()
  return (step) => {
    const seconds = ((performance.now() - begin) / 1000).toFixed(1)
    write(`${seconds.padStart(6)} s  ${step}\n`)
  }
}
