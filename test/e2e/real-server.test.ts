import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probes } from '../../src/verify/probes/index.ts'
import { type ProbeReport, runProbes } from '../../src/verify/run-probes.ts'
import { exampleFolder, renderExample, webServices } from '../support/examples.ts'
import { mustSkip, type PreparedExample, prepareService } from '../support/real-server.ts'

const skip = await mustSkip('every example on real gunicorn')

describe.skipIf(skip).each(webServices)(
  '%s on real gunicorn',
  (_title, { example: name, plan }) => {
    let example: PreparedExample
    let reports: ProbeReport[]

    beforeAll(async () => {
      example = await prepareService(renderExample(name), exampleFolder(name), plan.name.value)
      reports = await runProbes(probes, example.service, example.plan)
    }, 300_000)

    afterAll(() => example?.service.remove())

    test.each(probes.map(({ id }) => id))('%s', (id) => {
      const report = reports.find(({ probe }) => probe.id === id)
      // Only a container has a user and a root of its own.
      const expected = id === 'runs-unprivileged' ? { unseen: 'runtime' } : { ok: true }
      expect(report).toMatchObject(expected)
    })
  },
)
