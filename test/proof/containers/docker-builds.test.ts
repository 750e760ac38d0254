import { describe, expect, onTestFinished, test } from 'vitest'
import { runCommand } from '../../../src/io/process.ts'
import type { Prepared } from '../../../src/verify/probe.ts'
import { dockerRuntimeWith } from '../../../src/verify/runtimes/docker.ts'
import { waitFor } from '../../../src/verify/wait.ts'
import { builders } from '../../support/docker/builders.ts'
import type { Docker } from '../../support/docker/docker.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { renderDescription } from '../../support/examples.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const files = { 'app.py': 'app = None\n', 'requirements.txt': '' }

describeWithDocker(
  'a build that does not end well',
  async () => {},
  (docker) => {
    describe.each(builders)('%s builder', (builder) => {
      test('blames the service for a command that fails, with the lines about it', async () => {
        const prepared = await prepare(
          docker(),
          { builder },
          'image: {build: ["echo so-it-is && false"]}',
        )
        expect(prepared).toMatchObject({
          ok: false,
          blame: 'service',
          log: expect.stringContaining('so-it-is'),
        })
        expect(!prepared.ok && prepared.log).not.toContain('python -m venv /opt/venv')
        expect(await docker().containersOf('so-it-is')).toEqual([])
      }, 300_000)

      test('blames the machine for a base image that cannot be fetched', async () => {
        const base = 'image: {base: "registry.invalid/python:3.13-slim-trixie"}'
        const prepared = await prepare(docker(), { builder }, base)
        expect(prepared).toMatchObject({
          ok: false,
          blame: 'machine',
          reason: 'the base image cannot be fetched from its registry',
        })
      }, 300_000)

      test('leaves nothing behind when it is cut off', async () => {
        const run = `cut-off-${builder}`
        const controller = new AbortController()
        const mark = `sleep 300.${process.pid}`
        const preparing = prepare(
          docker(),
          { builder, run, signal: controller.signal },
          `image: {build: ["${mark}"]}`,
        )
        // The builder's own processes stand in this machine's table, as the daemon is on it.
        const isInside = async () => ((await isRunning(mark)) ? true : undefined)
        expect(await waitFor(isInside, 200)).toBe(true)
        controller.abort()
        expect(await preparing).toMatchObject({ ok: false, blame: 'machine' })
        const isGone = async () => ((await isRunning(mark)) ? undefined : true)
        expect(await waitFor(isGone, 30)).toBe(true)
        expect(await docker().findRun(run)).toEqual([])
        // The classic builder's daemon removes the container after its processes.
        const isRemoved = async () =>
          (await docker().containersOf(mark)).length === 0 ? true : undefined
        expect(await waitFor(isRemoved, 30)).toBe(true)
      }, 300_000)
    })

    test('asks for the credentials of an index before it begins', async () => {
      const env = { ...docker().env, NETRC: '/nonexistent/netrc' }
      const prepared = await prepare(docker(), { env }, 'dependencies: {indexSecret: private}')
      expect(prepared).toMatchObject({
        ok: false,
        blame: 'machine',
        reason: expect.stringContaining('/nonexistent/netrc'),
      })
    })
  },
)

interface Options {
  readonly builder?: 'classic' | 'buildkit'
  readonly run?: string
  readonly signal?: AbortSignal
  readonly env?: NodeJS.ProcessEnv
}

/** Looks at every process of this machine. */
async function isRunning(command: string): Promise<boolean> {
  const { stdout } = await runCommand(['ps', '-eo', 'args'])
  return stdout.split('\n').includes(command)
}

async function prepare(docker: Docker, options: Options, more: string): Promise<Prepared> {
  const top = temporaryFolder(files)
  const { artifacts, plans } = renderDescription(`name: ends-badly\napp: app:app\n${more}\n`)
  const [plan] = plans
  if (!plan) throw new Error('the description has no service')
  const { signal, ...settings } = options
  const runtime = dockerRuntimeWith({ env: docker.env, ...settings })
  const prepared = await runtime.prepare(artifacts, plan, { top, ...(signal && { signal }) })
  onTestFinished(async () => {
    if (prepared.ok) await prepared.service.remove()
  })
  return prepared
}
