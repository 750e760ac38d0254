/** A line of the run's output for each measurement: the figures of docs/proof.md. */
export function report(caseName: string, service: string, seen: object): void {
  console.info(`${caseName} | ${service} | ${JSON.stringify(seen)}`)
}
