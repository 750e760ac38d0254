import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from '../../../src/verify/wait.ts'
import type { Builder } from '../../support/docker/builders.ts'
import type { Container } from '../../support/docker/docker.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { exampleFolder, renderExample } from '../../support/examples.ts'
import { inTurns } from '../../support/matrix.ts'
import { putFiles } from '../../support/temporary.ts'

interface Service {
  readonly name: string
  /** The build context, from the top of the repository. */
  readonly root: string
  /** From there to the folder of the service. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly healthPath: string
  /** A line of a file that must ship: without it in the image, a search for secrets would say nothing. */
  readonly shipped: string
  /** A page with text of its own, where the app answers without the host that the ingress would name. */
  readonly page?: { readonly path: string; readonly text: string }
}

const services: readonly Service[] = [
  {
    name: 'flask-guide',
    root: 'backend',
    folder: '.',
    env: {},
    healthPath: '/health',
    shipped: 'return {"status": "healthy", "service": "hoptix-backend"}',
    page: { path: '/', text: 'Hello, World!' },
  },
  {
    name: 'django-predeploy',
    root: '.',
    folder: '.',
    env: { DJANGO_SECRET_KEY: 'only-in-this-test-'.repeat(4) },
    healthPath: '/healthz',
    shipped: 'WSGI_APPLICATION = "noticeboard.wsgi.application"',
  },
  {
    // Built from the whole repository: the page counts the books of the package in common/.
    name: 'monorepo-bookshop',
    root: '.',
    folder: 'storefront',
    env: {},
    healthPath: '/health',
    shipped: 'Thirteen digits whose check digit fits',
    page: { path: '/', text: '"books":3' },
  },
]

const secret = 'PlantedInThisTest7c1e94'

/** What people have in their folders, each with the secret in it. */
const planted: Readonly<Record<string, string>> = {
  '.env': `DATABASE_URL=postgres://app:${secret}@db/shop\n`,
  'config/.env.production': `TOKEN=${secret}\n`,
  id_rsa: `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----\n`,
  'private.pem': `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`,
  'config/certs/private.pem': `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`,
  'tests/test_login.py': `PASSWORD = "${secret}"\n`,
}

interface Build extends Service {
  readonly builder: Builder
  readonly ignoreFile: 'rendered' | 'empty'
}

/** Each builder meets both kinds of context, and each service both builders. */
const combinations = [
  ['classic', 'rendered'],
  ['classic', 'empty'],
  ['buildkit', 'empty'],
  ['buildkit', 'rendered'],
] as const

const builds = services.flatMap((service, at) =>
  inTurns(combinations, at).map(([builder, ignoreFile]): [string, Build] => [
    `${service.name}, ${builder} builder, .dockerignore ${ignoreFile}`,
    { ...service, builder, ignoreFile },
  ]),
)

describeWithDocker(
  'rendered images',
  async () => {},
  (docker) => {
    describe.each(builds)('%s', (_title, build) => {
      const tag = `hoptix-deploy-test/proof-${build.name}:${build.builder}-${build.ignoreFile}`
      let folder: string
      let log: string
      let container: Container

      beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), 'hoptix-deploy-test-'))
        const context = join(folder, build.root)
        const source = exampleFolder(build.name)
        const isSource = (path: string) => !path.startsWith(join(source, 'expected'))
        cpSync(source, folder, { recursive: true, filter: isSource })
        const { artifacts } = renderExample(build.name)
        putFiles(folder, Object.fromEntries(artifacts.map(({ path, content }) => [path, content])))
        putFiles(context, planted)
        if (build.ignoreFile === 'empty') putFiles(context, { '.dockerignore': '' })
        const dockerfile = join(context, build.folder, 'Dockerfile')
        log = await docker().build({ context, dockerfile, tag, builder: build.builder })
        container = await docker().run({
          image: tag,
          cpus: 0.5,
          memory: '256m',
          readOnly: true,
          env: build.env,
          extra: ['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
        })
      }, 300_000)
      afterAll(() => folder && rmSync(folder, { recursive: true, force: true }))

      const inside = (...command: string[]) => docker().exec(container.id, command)

      async function ask(path: string): Promise<Response | undefined> {
        const url = `http://${container.address}:8080${path}`
        return fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
      }

      test('proof: builds-with-both-builders: the image answers at its own address', async () => {
        const answer = await waitFor(() => ask(build.healthPath), 30)
        expect(answer?.status, await docker().logs(container.id)).toBe(200)
      }, 60_000)

      test.runIf(build.page)('the app itself answers', async () => {
        const answer = await ask(build.page?.path ?? '/')
        expect(await answer?.text()).toContain(build.page?.text)
      })

      test('proof: image-holds-no-secret: no planted file is in it, in any layer', async () => {
        const files = await docker().listFiles(tag)
        const unwanted = (path: string) => path.startsWith('/app/tests') || path.slice(5) in planted
        expect(files.filter(unwanted)).toEqual([])
        expect(files).toContain(join('/app', build.folder, 'hoptix_server.py'))
        expect(await docker().imageContains(tag, build.shipped)).toBe(true)
        expect(await docker().imageContains(tag, secret)).toBe(false)
      }, 120_000)

      test('proof: image-holds-no-secret: neither log repeats one', async () => {
        expect(log).not.toContain(secret)
        const running = await docker().logs(container.id)
        for (const value of [secret, ...Object.values(build.env)]) {
          expect(running).not.toContain(value)
        }
      })

      test('runs as user 10001, with no capability and nothing it may write', async () => {
        const { Config } = await docker().inspectImage(tag)
        expect(Config.User).toBe('10001:10001')
        const status = (await inside('cat', '/proc/1/status')).stdout
        expect(status).toMatch(/^Uid:\t10001\t10001\t10001\t10001$/m)
        expect(status).toMatch(/^Gid:\t10001\t10001\t10001\t10001$/m)
        expect(status).toMatch(/^CapEff:\t0+$/m)
        for (const place of ['/app', '/opt/venv', '/tmp', '/']) {
          expect((await inside('touch', join(place, 'written'))).code, place).not.toBe(0)
        }
        const owned = await inside('find', '/app', '/opt/venv', '-user', '10001')
        expect(owned).toMatchObject({ code: 0, stdout: '' })
      }, 60_000)

      test("proof: sized-for-the-container: workers follow its limits, not the plan's", async () => {
        const running = await docker().logs(container.id)
        expect(running).toMatch(/Sized for 256 MiB and 0\.5 of \d+ cores: 1 workers/)
        expect(running.match(/Booting worker with pid/g)).toHaveLength(1)
        expect((await docker().inspect(container.id)).State.OOMKilled).toBe(false)
      })

      test('proof: health-check-passes: the command of the image, run in the container', async () => {
        const { Config } = await docker().inspectImage(tag)
        const [kind, ...command] = Config.Healthcheck?.Test ?? []
        expect(kind).toBe('CMD')
        expect(await inside(...command)).toMatchObject({ code: 0 })
      }, 60_000)

      test('docker stop ends it by itself', async () => {
        expect((await docker().stop(container.id, 60)).exitCode).toBe(0)
      }, 90_000)
    })
  },
)
