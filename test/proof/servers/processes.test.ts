import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Process } from '../../../src/plan/plan.ts'
import type { RunningService } from '../../../src/verify/probe.ts'
import { waitFor } from '../../../src/verify/wait.ts'
import { exampleFolder, exampleServices, renderExample } from '../../support/examples.ts'
import { mustSkip, type PreparedExample, prepareService } from '../../support/real-server.ts'

const skip = await mustSkip('the processes of the examples')

const withProcesses = exampleServices.filter(([, { plan }]) => plan.processes.value.length > 0)

/** What each is known to say; a process of an example that is not here fails. */
const says: Readonly<Record<string, RegExp>> = {
  mailer: /^mailer started, 3 books in the catalog$/m,
  'daily-sales': /^1 days: \d+\.\d{2} for 81 books$/m,
  'rebuild-index': /^index of \d+ words for 3 books$/m,
  importer: /^importer started$/m,
}

describe.skipIf(skip).each(withProcesses)('the processes of %s', (_title, { example, plan }) => {
  const processes = plan.processes.value
  let prepared: PreparedExample

  beforeAll(async () => {
    const top = exampleFolder(example)
    prepared = await prepareService(renderExample(example), top, plan.name.value)
  }, 300_000)
  afterAll(() => prepared?.service.remove())

  /** As Porter starts it: split at each space, in place of the image's command. */
  const start = ({ command }: Process) => prepared.service.start({ command: command.split(' ') })

  const heard = (running: RunningService, { name }: Process) =>
    waitFor(() => (says[name]?.test(running.log().join('\n')) ? true : undefined), 20)

  const named = (type: Process['type']) =>
    processes.filter((process) => process.type === type).map((each) => [each.name, each] as const)

  test.runIf(named('job').length > 0).each(named('job'))(
    '%s runs to its end and exits with 0',
    async (_name, job) => {
      const running = await start(job)
      expect(await running.exit, running.log().join('\n')).toEqual({ code: 0, signal: null })
      expect(running.log().join('\n')).toMatch(says[job.name] ?? 'a known line')
      await running.stop()
    },
    60_000,
  )

  test.runIf(named('worker').length > 0).each(named('worker'))(
    '%s keeps running, and stops by itself on SIGTERM',
    async (_name, worker) => {
      const running = await start(worker)
      expect(await heard(running, worker), running.log().join('\n')).toBe(true)
      expect(running.exited()).toBeUndefined()
      running.signal('SIGTERM')
      expect(await running.exit).toEqual({ code: 0, signal: null })
      expect(running.log().at(-1)).toMatch(/ stopped$/)
      await running.stop()
    },
    60_000,
  )

  test.skipIf(plan.app.value !== undefined)(
    "are the image's own command, the first of them",
    async () => {
      const [first] = processes
      if (!first) throw new Error('there is no process')
      const running = await prepared.service.start()
      expect(await heard(running, first), running.log().join('\n')).toBe(true)
      await running.stop()
    },
  )
})
