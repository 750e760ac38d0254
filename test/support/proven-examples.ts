import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Runtime } from '../../src/verify/probe.ts'
import { type ProbeReport, runProbes } from '../../src/verify/run-probes.ts'
import { exampleFolder, renderExample } from './examples.ts'
import { servicesProvenIn, type Way } from './matrix.ts'
import { type PreparedExample, prepareService } from './real-server.ts'

/** Every service that is to be proven in this way, through its probes. */
export function describeExamples(way: Way, runtime: () => Runtime): void {
  describe.each(servicesProvenIn(way))('%s', (_title, { example: name, plan, probes }) => {
    let example: PreparedExample
    let reports: ProbeReport[]

    beforeAll(async () => {
      const rendered = renderExample(name)
      example = await prepareService(rendered, exampleFolder(name), plan.name.value, runtime())
      reports = await runProbes(probes, example.service, example.plan)
    }, 600_000)
    afterAll(() => example?.service.remove(), 120_000)

    test.each(probes.map(({ id }) => id))('%s', (id) => {
      const report = reports.find(({ probe }) => probe.id === id)
      // Only a container has a user and a root of its own.
      const isHidden = way === 'process' && id === 'runs-unprivileged'
      expect(report, reasonsOf(report)).toMatchObject(
        isHidden ? { unseen: 'runtime' } : { ok: true },
      )
    })
  })
}

function reasonsOf(report: ProbeReport | undefined): string {
  return report && !report.ok ? report.hits.join('\n') : ''
}
