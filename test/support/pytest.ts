import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, test } from 'vitest'
import { mustSkipWithoutPython } from './real-server.ts'
import { mustRunInRuntime, runInRuntime } from './runtime-project.ts'
import { keptFolder } from './temporary.ts'

/** A line of pytest-reportlog's file: one phase of one test. */
interface Phase {
  readonly $report_type: string
  readonly nodeid: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly longrepr: unknown
}

export interface PytestRun {
  /** What to call the run where it has to be skipped. */
  readonly suite: string
  /** pytest's expression for what this run is about: every such test becomes one of vitest's. */
  readonly tests: string
  /** The module to start and its words; pytest's own come behind them. */
  readonly words: readonly string[]
  readonly variables?: Readonly<Record<string, string>>
  /** Milliseconds for the whole run. */
  readonly timeout: number
}

/**
 * Defines a test of vitest for each of pytest's, so that reports count and name what was tried, and runs them all at
 * once before the first.
 */
export async function definePytestTests(run: PytestRun): Promise<void> {
  const { suite, tests, words, variables, timeout } = run
  if (await mustSkipWithoutPython(suite)) return test.skip(suite)
  const collect = ['pytest', '--collect-only', '--quiet', '-p', 'no:cacheprovider', '-m', tests]
  const ids = (await mustRunInRuntime(collect)).split('\n').filter((line) => line.includes('::'))
  const log = join(keptFolder(), 'pytest.jsonl')
  let phases: Phase[] = []
  let output = ''
  let code: number
  beforeAll(async () => {
    const reporting = ['-p', 'no:cacheprovider', `--report-log=${log}`]
    const ended = await runInRuntime([...words, ...reporting], variables)
    output = ended.stdout + ended.stderr
    code = ended.code
    phases = readPhases(log)
  }, timeout)

  const files = new Set(ids.map((id) => id.slice(0, id.indexOf('::'))))
  describe.each([...files])('%s', (file) => {
    const names = ids.filter((id) => id.startsWith(`${file}::`))
    for (const id of names)
      test(id.slice(`${file}::`.length), ({ skip }) => {
        const own = phases.filter(({ nodeid }) => nodeid === id)
        const [failed] = own.filter(({ outcome }) => outcome === 'failed')
        const [skipped] = own.filter(({ outcome }) => outcome === 'skipped')
        if (failed) throw new Error(textOf(failed.longrepr))
        if (skipped && process.env['CI'] === 'true') throw new Error(textOf(skipped.longrepr))
        if (skipped) skip(textOf(skipped.longrepr))
        if (own.length === 0) throw new Error(`pytest has not run it:\n${output}`)
      })
  })

  test('nothing else fails', () => {
    const isKnown = phases.some(
      ({ nodeid, outcome }) => outcome === 'failed' && ids.includes(nodeid),
    )
    if (code !== 0 && !isKnown) throw new Error(`pytest ended with ${code}:\n${output}`)
  })
}

function readPhases(log: string): Phase[] {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  const reports = lines.map((line): Phase => JSON.parse(line))
  return reports.filter(({ $report_type }) => $report_type === 'TestReport')
}

/** What pytest would print of a failure or of the reason for a skip. */
function textOf(longrepr: unknown): string {
  if (typeof longrepr !== 'object' || longrepr === null) return String(longrepr)
  if (Array.isArray(longrepr)) return longrepr.join(':')
  const { reprtraceback, reprcrash } = longrepr as {
    reprtraceback?: { reprentries: { data: { lines?: string[] } }[] }
    reprcrash?: { path: string; lineno: number }
  }
  const lines = reprtraceback?.reprentries.flatMap(({ data }) => data.lines ?? []) ?? []
  return [`${reprcrash?.path}:${reprcrash?.lineno}`, ...lines].join('\n')
}
