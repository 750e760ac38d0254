import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { frameworks } from '../../src/frameworks/index.ts'
import { probes } from '../../src/verify/probes/index.ts'
import { type ProbeReport, runProbes } from '../../src/verify/run-probes.ts'
import { dockerRuntimeWith } from '../../src/verify/runtimes/docker.ts'
import { type Builder, describeWithDocker } from '../hostile/with-docker.ts'
import { exampleFolder, renderExample, webServices } from './examples.ts'
import { mustSkip, type PreparedExample, prepareService } from './real-server.ts'

/** Every example of an interface as processes, through every probe. */
export async function describeAsProcesses(kind: 'wsgi' | 'asgi'): Promise<void> {
  const skip = await mustSkip(`every ${kind} example on real gunicorn`)
  const chosen = webServices.filter(
    ([, { plan }]) => frameworks[plan.framework.value].interface === kind,
  )
  describe.skipIf(skip).each(chosen)('%s on real gunicorn', (_title, { example: name, plan }) => {
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
      expect(report, reasonsOf(report)).toMatchObject(expected)
    })
  })
}

function reasonsOf(report: ProbeReport | undefined): string {
  return report && !report.ok ? report.hits.join('\n') : ''
}

/** Takes longer than all else together. */
export const attacks = 'survives-hostile-environment'

/**
 * Every example withstands the attacks as processes: in containers it is one of each framework, from the classic
 * builder.
 */
const attacked = new Set([
  ...new Map(webServices.map(([title, { plan }]) => [plan.framework.value, title])).values(),
])

/** Every example in containers, from images of one builder. */
export function describeInContainers(builder: Builder): void {
  const builds = webServices.map(([title, service]) => {
    const isAttacked = builder === 'classic' && attacked.has(title)
    const chosen = probes.filter(({ id }) => id !== attacks || isAttacked)
    return [`${title}, ${builder} builder`, { ...service, chosen }] as const
  })
  describeWithDocker(
    `every example in containers, ${builder} builder`,
    async () => {},
    (docker) => {
      describe.each(builds)('%s', (_title, { example: name, plan, chosen }) => {
        let example: PreparedExample
        let reports: ProbeReport[]

        beforeAll(async () => {
          const runtime = dockerRuntimeWith({ env: docker().env, builder })
          const rendered = renderExample(name)
          example = await prepareService(rendered, exampleFolder(name), plan.name.value, runtime)
          reports = await runProbes(chosen, example.service, example.plan)
        }, 600_000)
        afterAll(() => example?.service.remove(), 120_000)

        test.each(chosen.map(({ id }) => id))('%s', (id) => {
          const report = reports.find(({ probe }) => probe.id === id)
          expect(report, reasonsOf(report)).toMatchObject({ ok: true })
        })
      })
    },
  )
}
