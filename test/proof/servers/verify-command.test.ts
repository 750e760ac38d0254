import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { probes } from '../../../src/verify/probes/index.ts'
import { mustSkip } from '../../support/real-server.ts'
import { putFiles, readFiles } from '../../support/temporary.ts'
import { openScene } from '../../support/verify-scene.ts'

const asProcess = ['--runtime', 'process', '--from-env-file', 'shop.env']

const skip = await mustSkip('the command verify')

describe.skipIf(skip)('verify', { timeout: 240_000, concurrent: true }, () => {
  test('exits with 0 when every probe that a process can show is proven, and leaves nothing', async ({
    onTestFinished,
  }) => {
    const scene = openScene(onTestFinished)
    const before = readFiles(scene.folder)
    const { exitCode, stdout, stderr } = await scene.run([...asProcess, '--json'])
    const seen = JSON.parse(stdout) as { ok: boolean; probes: { id: string; verdict: string }[] }
    expect(Object.fromEntries(seen.probes.map(({ id, verdict }) => [id, verdict]))).toEqual(
      Object.fromEntries(
        probes.map(({ id }) => [id, id === 'runs-unprivileged' ? 'elsewhere' : 'proven']),
      ),
    )
    expect({ exitCode, ok: seen.ok }).toEqual({ exitCode: 0, ok: true })
    // A line for each step, with the time that has gone by, and nothing that moves.
    const [progress = '', told = ''] = stderr.split(/^(?=shop {2}process$)/m)
    expect(progress.split('\n').filter((line) => !/^ *\d+\.\d s {2}\S/.test(line))).toEqual([''])
    expect(told).toMatch(/^Proven: 13 of 14 probes\. Only a container shows runs-unprivileged\.$/m)
    expect(stderr).toContain('probes stops-gracefully')
    expect(stdout + stderr).not.toContain('a-secret-of-the-shop')
    expect(readFiles(scene.folder)).toEqual(before)
    expect(await scene.left()).toEqual([])
  })

  test('exits with 1 when a probe fails: its reason, its fix and the log stand there, and no secret', async ({
    onTestFinished,
  }) => {
    const scene = openScene(onTestFinished)
    const { Dockerfile: dockerfile = '', 'gunicorn.conf.py': config } = readFiles(scene.folder)
    const broken = dockerfile.replace('"0.0.0.0:8080"', '"127.0.0.1:8080"')
    expect(broken).not.toBe(dockerfile)
    const told = 'import os\nprint("key is", os.environ["SHOP_KEY"], flush=True)\n'
    putFiles(scene.folder, { Dockerfile: broken, 'gunicorn.conf.py': config + told })
    const { exitCode, stdout } = await scene.run(asProcess)
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/failed +listens-on-all-interfaces/)
    expect(stdout).toMatch(/error +\S+ +listens-on-all-interfaces\n(?:.*\n)+? +Fix: /)
    expect(stdout).toContain('| key is <SHOP_KEY>')
    expect(stdout).not.toContain('a-secret-of-the-shop')
    expect(stdout).toMatch(/^Failed: 2 of 14 probes\.$/m)
    expect(await scene.left()).toEqual([])
  })

  test.for<[string, string[], Readonly<Record<string, string>>, string]>([
    ['no Python', ['--runtime', 'process'], { PATH: '/nowhere' }, 'There is no Python'],
    ['no daemon', ['--runtime', 'docker'], {}, 'no Docker daemon answers|no `docker` program'],
  ])('exits with 75 on a machine with %s', async ([, args, env, reason], { onTestFinished }) => {
    const scene = openScene(onTestFinished)
    const { exitCode, stdout } = await scene.run([...args, '--from-env-file', 'shop.env'], env)
    expect(stdout).toMatch(new RegExp(reason, 'i'))
    expect(stdout).toContain('Not proven')
    expect(exitCode).toBe(75)
    expect(await scene.left()).toEqual([])
  })

  test('exits with 1 when what is declared does not install', async ({ onTestFinished }) => {
    const scene = openScene(onTestFinished, { 'requirements.txt': 'flask==0.0.0.0.1\n' })
    const { exitCode, stdout } = await scene.run(asProcess)
    expect(stdout).toContain('service-cannot-be-built')
    expect(stdout).toContain('No matching distribution found for flask==0.0.0.0.1')
    expect(exitCode).toBe(1)
    expect(await scene.left()).toEqual([])
  })

  test.for([
    ['SIGINT', 'probes answers-under-load', 130],
    ['SIGTERM', 'probes stops-gracefully', 143],
    ['SIGINT', 'starts the service', 130],
  ] as const)(
    '%s at "%s" ends and removes what was started',
    async ([signal, word, expected], { onTestFinished }) => {
      const scene = openScene(onTestFinished)
      const { exitCode, stdout } = await scene.interrupt(asProcess, word, signal)
      expect(stdout).toBe('Interrupted. What was started has ended, what was written is removed.\n')
      expect(exitCode).toBe(expected)
      expect(await scene.left()).toEqual([])
    },
  )

  test('an app that raises as it is imported is told of once, with the exception and its place', async ({
    onTestFinished,
  }) => {
    const scene = openScene(onTestFinished, { 'app.py': 'from bookshop import app\n' })
    const { exitCode, stdout } = await scene.run([...asProcess, '--json'])
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; message: string }[] }
    expect(findings.map(({ rule }) => rule)).toEqual(['answers-at-all', 'probe-needs-container'])
    expect(findings[0]?.message).toMatch(
      /^The server ended with [13]: ModuleNotFoundError: No module named 'bookshop' \(app\.py:1\)\.$/,
    )
    expect(exitCode).toBe(1)
    expect(await scene.left()).toEqual([])
  })

  test('a file of variables that is not there is named, under the name that Node does not take', async ({
    onTestFinished,
  }) => {
    const scene = openScene(onTestFinished)
    const { exitCode, stdout } = await scene.run([
      '--runtime',
      'process',
      '--from-env-file',
      'none.env',
    ])
    expect(stdout).toMatch(/none\.env +env-file-missing\n +There is no file none\.env\./)
    expect(exitCode).toBe(1)
    const known = await scene.run(['--runtime', 'docker', '--env-file', 'shop.env'])
    expect(known).toMatchObject({ exitCode: 75, stderr: '' })
  })

  test('a variable that is required and set nowhere is named before anything is started', async ({
    onTestFinished,
  }) => {
    const { exitCode, stdout } = await openScene(onTestFinished).run(['--runtime', 'process'])
    expect(stdout).toMatch(/hoptix\.yaml:5:\d+ +required-variable-missing/)
    expect(stdout).toContain('SHOP_KEY')
    expect(exitCode).toBe(1)
  })

  test('--keep leaves what was made, and says where', async ({ onTestFinished }) => {
    const scene = openScene(onTestFinished)
    const { exitCode, stdout } = await scene.run([...asProcess, '--keep'])
    expect(exitCode).toBe(0)
    const [, folder = ''] = /kept: the folder (\S+)/.exec(stdout) ?? []
    onTestFinished(() => rmSync(folder, { recursive: true }))
    expect(existsSync(join(folder, 'app', 'app.py'))).toBe(true)
    expect(await scene.left()).toEqual([folder.split('/').at(-1)])
  })

  test('--before probes the Dockerfile that stands there too, and prints both for a pull request', async ({
    onTestFinished,
  }) => {
    const before = `FROM python:3.13-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["flask", "--app", "app:app", "run", "--port", "8080"]
`
    const scene = openScene(onTestFinished)
    putFiles(scene.folder, { Dockerfile: before })
    const { exitCode, stdout } = await scene.run([...asProcess, '--before'])
    const row = (id: string) => stdout.split('\n').find((line) => line.startsWith(`| ${id} |`))
    expect(row('listens-on-all-interfaces')).toMatch(
      /\| \*\*failed\*\*: .*127\.0\.0\.1.*\| proven \|/,
    )
    expect(row('answers-at-all')).toMatch(/\| \*\*failed\*\*: .* \| proven \|/)
    expect(row('answers-health-when-busy')).toBe('| answers-health-when-busy | skipped | proven |')
    expect(exitCode).toBe(0)
    expect(readFiles(scene.folder)['Dockerfile']).toBe(before)
    expect(await scene.left()).toEqual([])
  })
})
