import { existsSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import type { Runtime } from '../../../src/verify/probe.ts'
import { probes } from '../../../src/verify/probes/index.ts'
import { survivesHostileEnvironment } from '../../../src/verify/probes/survives-hostile-environment.ts'
import { runProbes } from '../../../src/verify/run-probes.ts'
import { askForDocker, dockerRuntimeWith } from '../../../src/verify/runtimes/docker.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { exampleFolder, renderExample } from '../../support/examples.ts'
import { type PreparedExample, prepareService } from '../../support/real-server.ts'

describeWithDocker(
  'the docker runtime',
  async () => {},
  (docker) => {
    async function prepare(runtime: Runtime, name = 'flask-guide'): Promise<PreparedExample> {
      const example = await prepareService(
        renderExample(name),
        exampleFolder(name),
        undefined,
        runtime,
      )
      onTestFinished(() => example.service.remove())
      return example
    }

    test('passes the same probes where neither addresses nor processes of containers are ours to see', async () => {
      const { service, plan } = await prepare(dockerRuntimeWith({ env: docker().env, isFar: true }))
      const chosen = probes.filter((probe) => probe !== survivesHostileEnvironment)
      const reports = await runProbes(chosen, service, plan)
      expect(reports.filter(({ ok }) => !ok)).toEqual([])
      expect(reports).toHaveLength(probes.length - 1)
    }, 300_000)

    test('hands over variables as they are, and none on a command line', async () => {
      const { service } = await prepare(dockerRuntimeWith({ env: docker().env }))
      const env = { SINGLE: ' a="b" $HOME # ', SEVERAL: 'one\ntwo', EMPTY: '' }
      const script = 'import os; print([os.environ.get(n) for n in ("SINGLE", "SEVERAL", "EMPTY")])'
      const running = await service.start({ env, command: ['python', '-c', script] })
      expect(await running.exit).toEqual({ code: 0, signal: null })
      expect(running.log()).toEqual([`[' a="b" $HOME # ', 'one\\ntwo', '']`])
    }, 120_000)

    test('tells how a command ended that there is no program for', async () => {
      const { service } = await prepare(dockerRuntimeWith({ env: docker().env }))
      const running = await service.start({ command: ['no-such-program'] })
      // 127 or 1, by the version of Docker.
      expect((await running.exit).code).toBeGreaterThan(0)
      expect(running.log().join('\n')).toContain('no-such-program')
    }, 120_000)

    test('leaves no container, image or volume behind', async () => {
      const run = 'leaves-nothing'
      const { service } = await prepare(dockerRuntimeWith({ env: docker().env, run }))
      await service.start()
      await service.start({ files: { 'beside.py': '' } })
      expect((await docker().findRun(run)).length).toBeGreaterThan(3)
      await service.remove()
      expect(await docker().findRun(run)).toEqual([])
    }, 120_000)

    test('leaves nothing behind either when it is removed in the middle of a start', async () => {
      const run = 'removed-early'
      const { service } = await prepare(dockerRuntimeWith({ env: docker().env, run }))
      const starting = Promise.allSettled([
        service.start(),
        service.start({ files: { 'beside.py': '' } }),
      ])
      await service.remove()
      await starting
      expect(await docker().findRun(run)).toEqual([])
    }, 120_000)

    test('says why there is no daemon, and blames the machine', async () => {
      const env = { ...docker().env, DOCKER_HOST: 'unix:///nonexistent/docker.sock' }
      expect(await askForDocker(env)).toMatchObject({
        ok: false,
        reason: expect.stringContaining('Cannot connect to the Docker daemon'),
      })
      const { artifacts, plans } = renderExample('flask-guide')
      const [plan] = plans
      if (!plan) throw new Error('the example has no service')
      const options = { top: exampleFolder('flask-guide') }
      const prepared = await dockerRuntimeWith({ env }).prepare(artifacts, plan, options)
      expect(prepared).toMatchObject({ ok: false, blame: 'machine' })
      const bare = await askForDocker({ PATH: '/nonexistent' })
      expect(bare).toEqual({ ok: false, reason: 'there is no `docker` program on the PATH' })
      expect(existsSync('/nonexistent')).toBe(false)
    })
  },
)
