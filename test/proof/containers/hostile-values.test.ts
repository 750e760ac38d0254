import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { clearedVariables } from '../../../src/facts/environment.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import type { WrittenService } from '../../../src/spec/schema.ts'
import {
  caseIfAccepted,
  type HostileCase,
  hostileCase,
  hostileCases,
} from '../../hostile/descriptions.ts'
import { type Escapes, fillTokens, renderTokens, renderWith } from '../../hostile/escapes.ts'
import { runCommands } from '../../hostile/shell-words.ts'
import { dockerfile } from '../../hostile/subjects.ts'
import { type Builder, builders } from '../../support/docker/builders.ts'
import type { Docker } from '../../support/docker/docker.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { runs } from '../../support/runs.ts'
import { putFiles, temporaryFolder } from '../../support/temporary.ts'
import { buildRecordingImage, readRecording, recordingImage } from './recording-image.ts'

vi.mock('../../../src/artifacts/escape.ts', async (original) => {
  const { exchangeable } = await import('../../hostile/escapes.ts')
  return exchangeable(await original<Escapes>())
})

/** Commands that Docker's own reading of a line, or sh's, could change: at its beginning, its end or inside. */
const oddCommands = [
  '[ -f manage.py ] && echo "$HOME"',
  '["echo", "a"]',
  '--mount=type=cache,target=/x echo a',
  '# not a comment of Docker',
  ' leading blank',
  'trailing blank ',
  'trailing backslash \\',
  'trailing backslash and blank \\ ',
  'cat <<EOF',
  "cat <<'EOF' <<-A 3<<B",
  '\u00a0no-break blanks\u00a0',
  '\ufeffbyte order mark\u2028\u2029',
]

/** One description with hundreds of values: a build costs seconds, a value nothing. */
const manyValues = hostileCases({
  'image.env': { minLength: 100, maxLength: 120 },
  'image.build': { minLength: 8, maxLength: 8 },
  'image.path': { minLength: 3, maxLength: 6 },
  'dependencies.files': { minLength: 4, maxLength: 8 },
}).map(({ written }) => asBuildable(written))

/** Keeps the hostile values; what a build needs beside them is put in its place. */
function asBuildable({ image, dependencies, health, port }: WrittenService): HostileCase {
  // pip, the manager here, is refused the manifests of the others.
  const isManifest = (file: string) => /(?:\.toml|\.lock|\.cfg|Pipfile|setup\.py)$/.test(file)
  const files = (dependencies?.files ?? []).filter((file) => file.length < 200 && !isManifest(file))
  return hostileCase({
    port: port ?? 8080,
    health: { answeredBy: 'app', path: health?.path ?? '/x' },
    // A folder of its own for each file: none may be a folder on the way to another.
    dependencies: { files: ['a.txt', 'b.txt', ...files.map((file, at) => `needs-${at}/${file}`)] },
    image: {
      base: recordingImage,
      env: image?.env ?? {},
      build: [...oddCommands, ...(image?.build ?? [])],
      path: image?.path ?? [],
      writable: image?.path ?? [],
    },
  })
}

let basePath: string

async function prepare(docker: Docker): Promise<void> {
  await buildRecordingImage(docker)
  const { Config } = await docker.inspectImage(recordingImage)
  basePath = toMap(Config.Env ?? [])['PATH'] ?? ''
}

describeWithDocker('the Dockerfile in a real build', prepare, (docker) => {
  /** What Docker makes of the Dockerfile, and what it must make of it. */
  async function readBuild(plan: Plan, builder: Builder, escapes: Partial<Escapes> = {}) {
    const files = [...plan['dependencies.files'].value].sort()
    const context = temporaryFolder(Object.fromEntries(files.map((file) => [file, ''])))
    putFiles(context, { Dockerfile: renderWith(escapes, () => dockerfile.render(plan)) })
    const tag = `hoptix-deploy-test/hostile:${builder}`
    await docker().build({ context, tag, builder })
    const { Config } = await docker().inspectImage(tag)
    const { calls, env } = await readRecording(docker(), tag)

    const tokens = renderTokens({ run: (token) => token }, () => dockerfile.render(plan))
    const commands = fillTokens(runCommands(tokens.text), tokens.values) as string[]
    const install = calls.find(({ words }) => words[1]?.includes(' --requirement '))
    const found = {
      env: toMap(Config.Env ?? []),
      commands: calls.map(({ words }) => words).sort(),
      copied: install?.files,
      cmd: Config.Cmd,
      entrypoint: Config.Entrypoint ?? [],
      health: Config.Healthcheck?.Test,
      user: Config.User,
      ports: Object.keys(Config.ExposedPorts ?? {}),
      folder: Config.WorkingDir,
    }
    const expected = {
      ...expectImage(plan),
      copied: files,
      commands: commands.map((text) => ['-c', text]).sort(),
    }
    return { found, expected, env }
  }

  function expectImage(plan: Plan) {
    const { value: port } = plan.port
    const script = [
      'import http.client, sys',
      `c = http.client.HTTPConnection('127.0.0.1', ${port}, timeout=4)`,
      `c.request('GET', '${plan['health.path'].value}')`,
      'sys.exit(c.getresponse().status != 200)',
    ]
    const start = ['--config', '/app/gunicorn.conf.py', '--bind', `0.0.0.0:${port}`]
    return {
      env: {
        PATH: [...plan['image.path'].value, '/opt/venv/bin', basePath].join(':'),
        HOME: '/tmp',
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONUNBUFFERED: '1',
        ...plan['image.env'].value,
      },
      cmd: [
        '/usr/bin/env',
        ...clearedVariables.flatMap((name) => ['-u', name]),
        '/opt/venv/bin/gunicorn',
        ...start,
        'hoptix_server:application',
      ],
      entrypoint: [],
      health: ['CMD', '/opt/venv/bin/python', '-c', script.join('; ')],
      user: '10001:10001',
      ports: [`${port}/tcp`],
      folder: '/app',
    }
  }

  test('proof: builds-with-both-builders: both read each value back as itself, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(manyValues, async ({ plan }) => {
        const builds = await Promise.all(builders.map((builder) => readBuild(plan, builder)))
        for (const { found, expected, env } of builds) {
          expect(found).toStrictEqual(expected)
          expect(env).toMatchObject(expected.env)
        }
      }),
      // Each further run, and each step of shrinking, would be another two builds.
      { numRuns: runs.inOneGo, endOnFailure: true },
    )
  }, 300_000)

  // Docker reads lines of up to 64 KiB, and Linux starts no program with a longer variable than 128 KiB.
  test.each([
    { part: 'variable', image: { env: { A: 'x'.repeat(140_000) } } },
    { part: 'command', image: { build: [`true ${'x'.repeat(140_000)}`] } },
  ])(
    'a very long $part is built too, if the loader lets it through',
    async ({ image }) => {
      const plan = caseIfAccepted({ image: { base: recordingImage, ...image } })?.plan
      if (!plan) return
      const { found, expected } = await readBuild(plan, 'buildkit')
      expect(found).toStrictEqual(expected)
    },
    120_000,
  )

  test('a broken escape is noticed', async () => {
    const { plan } = hostileCase({
      image: { base: recordingImage, env: { A: '$PATH' }, build: [' leading blank'] },
    })
    const raw = {
      dockerfile: (value: unknown) => `"${value}"`,
      run: (value: unknown) => `${value}`,
    }
    const { found, expected } = await readBuild(plan, 'classic', raw)
    expect(found.env).not.toEqual(expected.env)
    expect(found.commands).not.toEqual(expected.commands)
  }, 120_000)
})

function toMap(pairs: readonly string[]): Record<string, string> {
  const split = (pair: string) => [
    pair.slice(0, pair.indexOf('=')),
    pair.slice(pair.indexOf('=') + 1),
  ]
  return Object.fromEntries(pairs.map(split))
}
