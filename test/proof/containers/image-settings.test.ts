import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { managerIds } from '../../../src/facts/managers.ts'
import { waitFor } from '../../../src/verify/wait.ts'
import { type Builder, builders } from '../../support/docker/builders.ts'
import type { Container, Docker } from '../../support/docker/docker.ts'
import {
  indexHost,
  type PackageIndex,
  startPackageIndex,
} from '../../support/docker/package-index.ts'
import { type Registry, startRegistry } from '../../support/docker/registry.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { projectFolder, renderDescription } from '../../support/examples.ts'
import { putFiles } from '../../support/temporary.ts'

const fixture = join(projectFolder, 'test/proof/containers/image')
const password = 'OnlyInThisTest4b81ce'
const base = 'hoptix-deploy-test/trusting:3.13-slim-trixie'

/** The index that asks for a password needs a secret, and so BuildKit; otherwise both builders get the same. */
const descriptions: Record<Builder, (text: string) => string> = {
  classic: (text) => text,
  buildkit: (text) => {
    return text.replace('/open/', '/guarded/').replace('dependencies:', withSecret('private_index'))
  },
}

describeWithDocker(
  'every key about the image, in a real build',
  async () => {},
  (docker) => {
    let folder: string
    let registry: Registry
    let index: PackageIndex
    let gateway: string
    let pinned: string

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'hoptix-deploy-test-'))
      gateway = await docker().gateway()
      execFileSync('python3', [join(fixture, 'make_packages.py'), join(folder, 'indexes')])
      putFiles(folder, { netrc: `machine ${indexHost}\nlogin reader\npassword ${password}\n` })
      const credentials = Buffer.from(`reader:${password}`).toString('base64')
      index = await startPackageIndex({
        address: gateway,
        folder: join(folder, 'indexes'),
        tls: join(docker().cache, 'index-tls'),
        guarded: { index: 'guarded', authorization: `Basic ${credentials}` },
      })
      registry = await startRegistry(docker().cache, folder)
      await buildBase(docker(), folder)
      pinned = await docker().push(base, `${registry.address}/python:3.13-slim-trixie`)
    }, 300_000)

    afterAll(async () => {
      await index?.close()
      await registry?.close()
      if (folder) rmSync(folder, { recursive: true, force: true })
    })

    /** Puts the service into a folder of its own and builds it. */
    async function build(
      name: string,
      builder: Builder,
      change: (text: string) => string,
    ): Promise<{ tag: string; log: string }> {
      const context = join(folder, name)
      cpSync(join(fixture, 'app'), context, { recursive: true })
      const text = readFileSync(join(context, 'hoptix.yaml'), 'utf8').replace('BASE', pinned)
      const { artifacts } = renderDescription(change(text))
      putFiles(context, Object.fromEntries(artifacts.map(({ path, content }) => [path, content])))
      putFiles(context, { '.env': `TOKEN=${password}\n` })
      const tag = `hoptix-deploy-test/image-settings:${name}`
      const secrets = builder === 'buildkit' ? { private_index: join(folder, 'netrc') } : {}
      const hosts = { [indexHost]: gateway }
      return { tag, log: await docker().build({ context, tag, builder, hosts, secrets }) }
    }

    describe.each(builders)('%s builder', (builder) => {
      let tag: string
      let log: string
      let files: readonly string[]
      let container: Container
      let said: Record<string, unknown>

      beforeAll(async () => {
        ;({ tag, log } = await build(builder, builder, descriptions[builder]))
        files = await docker().listFiles(tag)
        container = await docker().run({
          image: tag,
          readOnly: true,
          // A volume takes over what the image has at its place: the owner, which lets the app write.
          extra: ['--cap-drop', 'ALL', '--mount', 'type=volume,dst=/app/uploads'],
        })
        said = await ask(container)
      }, 400_000)

      test('dependencies.indexes: the named package is its own, though another index has a higher version', () => {
        expect(said['origin']).toBe('own')
      })

      test('dependencies.steps: in order, without isolation, with the compiler of system.buildPackages', () => {
        expect(said['answer']).toBe(42)
      })

      test('system.packages is in the image, system.buildPackages is not', async () => {
        expect(said).toMatchObject({ tini: '/usr/bin/tini', gcc: null })
        const bare = await docker().run({ image: base, command: ['sleep', '60'] })
        const before = await installedIn(bare)
        const after = await installedIn(container)
        expect(before.length).toBeGreaterThan(50)
        expect(after.filter((name) => !before.includes(name))).toEqual(['tini'])
      })

      test('image.env and image.path hold in the build and when it runs; image.build ran', () => {
        expect(said).toMatchObject({
          greeting: 'hello',
          built: 'hello from /app/bin/greet',
          greet: '/app/bin/greet',
          path: ['/app/bin', '/opt/venv/bin'],
        })
      })

      test('image.writable belongs to the user of the service and takes a file on a read-only root', () => {
        expect(said).toMatchObject({ owner: 10_001, written: ['written'] })
      })

      test('image.base is the very image of the digest', async () => {
        const { Layers: ours } = (await docker().inspectImage(tag)).RootFS
        const { Layers: bases } = (await docker().inspectImage(base)).RootFS
        expect(ours.slice(0, bases.length)).toEqual(bases)
        expect(ours.length).toBeGreaterThan(bases.length)
      })

      test('nothing ships that is ignored, secret or left over from installing', () => {
        const leftOver =
          /\/\.env$|^\/app\/drafts|^\/tmp\/.|^\/root\/\.|\/\.netrc$|^\/var\/lib\/apt\/lists\/./
        expect(files.filter((path) => leftOver.test(path) && !isOfBase(path))).toEqual([])
        expect(files).toContain('/app/built.txt')
      })

      test('the password of the index is in no layer, variable, history or log', async () => {
        const { Config } = await docker().inspectImage(tag)
        const history = JSON.stringify(await docker().history(tag))
        expect(JSON.stringify(Config) + history + log).not.toContain(password)
        expect(await docker().imageContains(tag, password)).toBe(false)
        // The search finds what is there.
        expect(await docker().imageContains(tag, 'def app(environ, start_response)')).toBe(true)
      }, 120_000)
    })

    test('without indexes, the higher version of the other index would have been taken', async () => {
      const change = (text: string) => {
        const both = '--extra-index-url https://index.test/open/simple'
        const install = `pip install --target /app/confused --no-deps --index-url https://index.test/public/simple ${both} served`
        return text.replace(/build: .*/, `build: ["${install}", "greet > built.txt"]`)
      }
      const { tag } = await build('confused', 'buildkit', change)
      const found = (await docker().listFiles(tag)).filter((path) =>
        path.includes('/confused/served-'),
      )
      expect(found.join(' ')).toContain('served-9.0')
    }, 400_000)

    test.each(['served==9.0', 'needsnine'])(
      'requirements that would replace a package of an index stop the build: %s',
      async (requirement) => {
        const context = requirement.slice(0, 6)
        const text = `--index-url https://index.test/public/simple\n${requirement}\n`
        const stopped = build(context, 'buildkit', (description) => {
          putFiles(join(folder, context), { 'requirements.txt': text })
          return description
        })
        await expect(stopped).rejects.toThrow('The user requested (constraint) served==1.0')
      },
      400_000,
    )

    test('without the secret that is named, the build stops and says which', async () => {
      const change = (text: string) =>
        descriptions.buildkit(text).replace('private_index', 'another_secret')
      await expect(build('secretless', 'buildkit', change)).rejects.toThrow(
        /secret another_secret:? not found/,
      )
    }, 400_000)

    test.each(managerIds.filter((manager) => manager !== 'pip'))(
      'dependencies.indexSecret: %s logs in to the index of its own manifest',
      async (manager) => {
        const context = join(folder, manager)
        cpSync(join(fixture, 'managers', manager), context, { recursive: true })
        const { artifacts } = renderDescription(
          `name: x\napp: app:app\nimage: {base: "${base}"}\ndependencies: {manager: ${manager}, indexSecret: private_index}\n`,
        )
        putFiles(context, Object.fromEntries(artifacts.map(({ path, content }) => [path, content])))
        const tag = `hoptix-deploy-test/image-settings:${manager}`
        const log = await docker().build({
          context,
          tag,
          builder: 'buildkit',
          hosts: { [indexHost]: gateway },
          secrets: { private_index: join(folder, 'netrc') },
        })
        const files = await docker().listFiles(tag)
        expect(files).toContain('/opt/venv/lib/python3.13/site-packages/lonely.py')
        expect(log).not.toContain(password)
        expect(await docker().imageContains(tag, password)).toBe(false)
      },
      400_000,
    )

    async function installedIn({ id }: Container): Promise<string[]> {
      const { stdout } = await docker().exec(id, ['dpkg', '--get-selections'])
      return stdout.split('\n').flatMap((line) => line.split(/[\s:]/)[0] || [])
    }

    async function ask({ id, address }: Container): Promise<Record<string, unknown>> {
      const url = `http://${address}:8080/`
      const answer = () =>
        fetch(url, { signal: AbortSignal.timeout(5_000) })
          .then((response) => response.text())
          .catch(() => undefined)
      const text = await waitFor(answer, 30)
      if (!text?.startsWith('{')) throw new Error(`${text}\n${await docker().logs(id)}`)
      return JSON.parse(text) as Record<string, unknown>
    }
  },
)

function withSecret(id: string): string {
  return `dependencies:\n  indexSecret: ${id}`
}

/** The stand-in for the official image, with the certificate of our own package index among those it trusts. */
async function buildBase(docker: Docker, folder: string): Promise<void> {
  const authority = readFileSync(join(docker.cache, 'index-tls/ca.pem'), 'utf8')
  const context = join(folder, 'base')
  putFiles(context, {
    'ca.pem': authority,
    Dockerfile: [
      'FROM python:3.13-slim-trixie',
      'COPY ca.pem /opt/ca.pem',
      'RUN cat /opt/ca.pem >> /etc/ssl/certs/ca-certificates.crt',
      '',
    ].join('\n'),
  })
  await docker.build({ context, tag: base, builder: 'classic' })
}

function isOfBase(path: string): boolean {
  return /^\/root\/\.(?:bashrc|profile)$/.test(path)
}
