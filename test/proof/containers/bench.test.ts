import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { must } from '../../support/docker/command.ts'
import { describeWithDocker } from '../../support/docker/with-docker.ts'
import { projectFolder } from '../../support/examples.ts'

interface Burst {
  readonly rate: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

interface Results {
  readonly images: readonly {
    readonly id: string
    readonly size: number
    readonly own: number
    readonly cold: readonly number[]
    readonly rebuild: readonly number[]
  }[]
  readonly serving: readonly ({
    readonly id: string
    readonly startMs: readonly number[]
    readonly memory: readonly number[]
  } & Readonly<Record<string, readonly Burst[]>>)[]
}

const noBurst: Burst = { rate: 0, p50: 0, p99: 0, failed: 0 }
const scenarios = ['quick-16', 'quick-64', 'io-16', 'io-64']
const quick = ['--rounds', '1', '--rebuilds', '1', '--seconds', '2', '--builder', 'buildkit']

/** Nothing here is judged by its time: that the tables have no hole is what is tested, and that ours fails nobody. */
describeWithDocker(
  'the bench of images and serving speed',
  async () => {},
  () => {
    let printed: string
    let results: Results

    beforeAll(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'hoptix-deploy-test-'))
      const json = join(folder, 'results.json')
      const program = join(projectFolder, 'bench/proof/run.mjs')
      const words = [program, ...quick, '--json', json]
      printed = (await must(process.execPath, words, process.env)).stdout
      results = JSON.parse(readFileSync(json, 'utf8')) as Results
      rmSync(folder, { recursive: true })
    }, 300_000)

    test('every Dockerfile was built, and has a size and both times', () => {
      const built = results.images.map(({ id }) => id)
      expect(built).toEqual(['ours', 'guide', 'docker-init', 'fly-launch'])
      for (const { size, own, cold, rebuild } of results.images) {
        expect(own).toBeGreaterThan(1_000_000)
        expect(size).toBeGreaterThan(own)
        for (const times of [cold, rebuild]) expect(times).toEqual([expect.toSatisfy(isPositive)])
      }
    })

    test('every server answered in every scenario, and ours without a failed request', () => {
      const served = results.serving.map(({ id }) => id)
      expect(served).toEqual(['ours', 'guide', 'defaults', 'dev-server', 'ours-threads'])
      for (const row of results.serving) {
        expect([...row.startMs, ...row.memory].filter(isPositive)).toHaveLength(2)
        for (const scenario of scenarios)
          for (const { rate, p50, p99, failed } of row[scenario] ?? [noBurst]) {
            expect([rate, p50, p99].filter(isPositive), `${row.id}, ${scenario}`).toHaveLength(3)
            if (row.id.startsWith('ours')) expect(failed, scenario).toBe(0)
          }
      }
    })

    test('the tables have no hole', () => {
      const rows = printed.split('\n').filter((line) => line.startsWith('| '))
      expect(rows.length).toBe(4 + 2 + (scenarios.length + 1) * (5 + 2))
      expect(printed).not.toMatch(/NaN|undefined|Infinity/)
    })
  },
)

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0
}
