import { expect, type TestContext, test } from 'vitest'
import { probes } from '../../../src/verify/probes/index.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { putFiles, readFiles } from '../../support/temporary.ts'
import { openScene } from '../../support/verify-scene.ts'

const label = 'hoptix-deploy.test=verify-before'

const dockerfile = `FROM python:3.13-slim-trixie
LABEL ${label}
WORKDIR /srv
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["flask", "--app", "app:app", "run", "--port", "8080"]
`

describeWithDocker(
  'verify --before --runtime docker',
  async () => {},
  (docker) => {
    async function compare(before: string, onTestFinished: TestContext['onTestFinished']) {
      const { DOCKER_HOST = '', DOCKER_CONFIG = '', PATH = '' } = docker().env
      const scene = openScene(onTestFinished)
      putFiles(scene.folder, { Dockerfile: before })
      const arguments_ = ['--runtime', 'docker', '--from-env-file', 'shop.env', '--before']
      const result = await scene.run(arguments_, { DOCKER_HOST, DOCKER_CONFIG, PATH })
      const row = (id: string) =>
        result.stdout.split('\n').find((line) => line.startsWith(`| ${id} |`))
      return { ...result, row, scene }
    }

    test.concurrent('builds both, and prints what only a container shows of each', {
      timeout: 600_000,
    }, async ({ onTestFinished }) => {
      const { exitCode, row, scene } = await compare(dockerfile, onTestFinished)
      expect(row('listens-on-all-interfaces')).toMatch(
        /\| \*\*failed\*\*: .*127\.0\.0\.1.*\| proven \|/,
      )
      expect(row('answers-at-all')).toMatch(/\| \*\*failed\*\*: .* \| proven \|/)
      expect(row('runs-unprivileged')).toMatch(/\| \*\*failed\*\*: .*root.* \| proven \|/)
      for (const { id } of probes) expect(row(id)).toMatch(/\| proven \|$/)
      expect(exitCode).toBe(0)
      expect(readFiles(scene.folder)['Dockerfile']).toBe(dockerfile)
      expect(await scene.left()).toEqual([])
      expect(await docker().containersWith(label)).toEqual([])
    })

    test.concurrent('says so when what stands there does not build', { timeout: 600_000 }, async ({
      onTestFinished,
    }) => {
      const broken = dockerfile.replace('requirements.txt .', 'nothing.txt .')
      const { exitCode, stdout, row, scene } = await compare(broken, onTestFinished)
      expect(row('listens-on-all-interfaces')).toBe(
        '| listens-on-all-interfaces | not run | proven |',
      )
      expect(stdout).toContain('Before: `the image does not build: docker ended with 1`')
      expect(stdout).toContain('COPY failed: file not found')
      expect(exitCode).toBe(0)
      expect(await scene.left()).toEqual([])
    })
  },
)
