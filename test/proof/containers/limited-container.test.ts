import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitFor } from '../../../src/verify/wait.ts'
import type { RunOptions } from '../../support/docker/docker.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { exampleFolder, renderExample } from '../../support/examples.ts'
import { putFiles } from '../../support/temporary.ts'

const image = 'hoptix-deploy-test/limited-flask-guide'

/** The example declares 1 core and 1024 MB. */
const limits: readonly [string, Omit<RunOptions, 'image'>, RegExp[]][] = [
  ['no limit', {}, [/Sized for 1024 MiB and 1 of \d+ cores: 3 workers/]],
  [
    'a tenth of a core and hardly any memory',
    { cpus: 0.1, memory: '160m' },
    [/Sized for 160 MiB and 0\.1 of \d+ cores: 1 workers/],
  ],
  [
    'more than is declared',
    { cpus: 2, memory: '2g' },
    [/Sized for 1024 MiB and 1 of \d+ cores: 3 workers/],
  ],
  [
    'one processor out of all',
    { extra: ['--cpuset-cpus', '0'] },
    [/Sized for 1024 MiB and 1 of 1 cores: 3 workers/],
  ],
  [
    'half a core, and memory for one worker as planned',
    { cpus: 0.5, memory: '384m' },
    [/Sized for 384 MiB and 0\.5 of \d+ cores: 1 workers/],
  ],
  [
    'more workers asked for than fit',
    { cpus: 0.5, memory: '384m', env: { GUNICORN_WORKERS: '64' } },
    [
      /Sized for 384 MiB and 0\.5 of \d+ cores: 3 workers/,
      /\[WARNING\] Workers lowered from 64 to 3: each needs 128 MiB, and there are 384 MiB\./,
    ],
  ],
  [
    'workers asked for in no number',
    { memory: '512m', env: { GUNICORN_WORKERS: 'all' } },
    [
      /: 2 workers/,
      /\[WARNING\] GUNICORN_WORKERS='all' is ignored: it must be a whole number from 1 to 64\. Using 2\./,
    ],
  ],
]

describeWithDocker(
  'one image in containers of different sizes',
  async () => {},
  (docker) => {
    let folder: string

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'hoptix-deploy-test-'))
      const source = exampleFolder('flask-guide')
      cpSync(source, folder, { recursive: true })
      const { artifacts } = renderExample('flask-guide')
      putFiles(folder, Object.fromEntries(artifacts.map(({ path, content }) => [path, content])))
      const context = join(folder, 'backend')
      await docker().build({ context, tag: image, builder: 'classic' })
    }, 300_000)
    afterAll(() => folder && rmSync(folder, { recursive: true, force: true }))

    test.each(limits)(
      '%s',
      async (_, options, lines) => {
        const { id } = await docker().run({ image, readOnly: true, ...options })
        const says = async () => {
          const log = await docker().logs(id)
          return lines.every((line) => line.test(log)) || undefined
        }
        expect(await waitFor(says, 30), await docker().logs(id)).toBe(true)
        await docker().remove(id)
      },
      60_000,
    )
  },
)
