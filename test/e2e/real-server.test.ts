import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probes } from '../../src/verify/probes/index.ts'
import { type ProbeReport, runProbes } from '../../src/verify/run-probes.ts'
import { exampleFolder, exampleNames, renderExample } from '../support/examples.ts'
import { mustSkip, type PreparedExample, prepareService } from '../support/real-server.ts'

const skip = await mustSkip('every example on real gunicorn')

describe.skipIf(skip).each(exampleNames)('%s on real gunicorn', (name) => {
  let example: PreparedExample
  let reports: ProbeReport[]

  beforeAll(async () => {
    example = await prepareService(renderExample(name), exampleFolder(name))
    reports = await runProbes(probes, example.service, example.plan)
  }, 300_000)

  afterAll(() => example?.service.remove())

  test.each(probes.map(({ id }) => id))('%s', (id) => {
    const report = reports.find(({ probe }) => probe.id === id)
    expect(report).toMatchObject({ ok: true })
  })
})
