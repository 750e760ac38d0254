import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '../../../src/verify/wait.ts'
import { builders } from '../../support/docker/builders.ts'
import type { RunOptions } from '../../support/docker/docker.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { exampleFolder, renderExample } from '../../support/examples.ts'
import { putFiles } from '../../support/temporary.ts'

const example = 'monorepo-bookshop'
const { plans, artifacts } = renderExample(example)

/** As the platform runs them: unprivileged, with nothing to write to. */
const limits = {
  readOnly: true,
  cpus: 0.5,
  memory: '128m',
  extra: ['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
}

describeWithDocker(
  'images that run processes',
  async () => {},
  (docker) => {
    describe.each(builders)('%s builder', (builder) => {
      const tagOf = (service: string) => `hoptix-deploy-test/${service}:${builder}`
      const commandOf = (service: string, process: string) =>
        plans
          .find(({ name }) => name.value === service)
          ?.processes.value.find(({ name }) => name === process)
          ?.command.split(' ') as unknown as RunOptions['command'] & object
      let top: string

      beforeAll(async () => {
        top = mkdtempSync(join(tmpdir(), 'hoptix-deploy-test-'))
        const source = exampleFolder(example)
        const isSource = (path: string) => !path.startsWith(join(source, 'expected'))
        cpSync(source, top, { recursive: true, filter: isSource })
        putFiles(top, Object.fromEntries(artifacts.map(({ path, content }) => [path, content])))
        for (const [service, root, context] of [
          ['bookshop-feeds', 'feeds', 'feeds'],
          ['bookshop-storefront', 'storefront', '.'],
        ] as const) {
          const dockerfile = join(top, root, 'Dockerfile')
          const tag = tagOf(service)
          await docker().build({ context: join(top, context), dockerfile, tag, builder })
        }
      }, 300_000)
      afterAll(() => top && rmSync(top, { recursive: true, force: true }))

      const said = (container: string, words: string) =>
        waitFor(
          async () => ((await docker().logs(container)).includes(words) ? true : undefined),
          30,
        )

      test('the image of a service without an app starts its first process, and nothing of a server', async () => {
        const { Config } = await docker().inspectImage(tagOf('bookshop-feeds'))
        expect(Config).toMatchObject({ User: '10001:10001', Cmd: ['python', 'importer.py'] })
        expect(Config.Entrypoint ?? []).toEqual([])
        expect(Config.Healthcheck).toBeUndefined()
        expect(Config.ExposedPorts).toBeUndefined()
        const files = await docker().listFiles(tagOf('bookshop-feeds'))
        expect(files).toContain('/app/importer.py')
        expect(files.filter((path) => /gunicorn|hoptix_server/.test(path))).toEqual([])
      }, 60_000)

      test('process 1 gets SIGTERM, as user 10001', async () => {
        const { id } = await docker().run({ image: tagOf('bookshop-feeds'), ...limits })
        expect(await said(id, 'importer started'), await docker().logs(id)).toBe(true)
        const status = (await docker().exec(id, ['cat', '/proc/1/status'])).stdout
        expect(status).toMatch(/^Uid:\t10001\t10001\t10001\t10001$/m)
        expect((await docker().stop(id, 60)).exitCode).toBe(0)
        expect(await docker().logs(id)).toContain('importer stopped')
      }, 120_000)

      test('a worker in place of the server, as Porter starts it, stops by itself too', async () => {
        const command = commandOf('bookshop-storefront', 'mailer')
        const image = tagOf('bookshop-storefront')
        const { id } = await docker().run({ image, command, ...limits })
        expect(await said(id, 'mailer started, 3 books'), await docker().logs(id)).toBe(true)
        expect((await docker().stop(id, 60)).exitCode).toBe(0)
      }, 120_000)

      test.each([
        ['daily-sales', '1 days: '],
        ['rebuild-index', 'index of '],
      ])(
        'the job %s runs to its end',
        async (name, words) => {
          const command = commandOf('bookshop-storefront', name)
          const image = tagOf('bookshop-storefront')
          const { id } = await docker().run({ image, command, ...limits })
          const exitCode = await waitFor(async () => {
            const { State } = await docker().inspect(id)
            return State.Running ? undefined : State.ExitCode
          }, 60)
          expect(await docker().logs(id)).toContain(words)
          expect(exitCode).toBe(0)
        },
        120_000,
      )
    })
  },
)
