import { afterAll, beforeAll, describe } from 'vitest'
import { type Docker, dockerAvailability, startDocker } from './docker.ts'

/** A suite that is skipped, and says so, where containers cannot run; with CI=true it fails there. */
export function describeWithDocker(
  title: string,
  prepare: (docker: Docker) => Promise<void>,
  suite: (docker: () => Docker) => void,
): void {
  const availability = dockerAvailability()
  const note = availability.ok ? '' : ` (SKIPPED: ${availability.reason})`
  if (note) console.warn(`${title}${note}`)
  describe.skipIf(note !== '')(`${title}${note}`, () => {
    let docker: Docker | undefined
    beforeAll(async () => {
      docker = await startDocker()
      await prepare(docker)
    }, 900_000)
    afterAll(() => docker?.removeAll())
    suite(() => {
      if (!docker) throw new Error('Docker has not been started')
      return docker
    })
  })
}
