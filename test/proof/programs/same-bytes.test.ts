import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { exampleFolder, exampleNames } from '../../support/examples.ts'
import { program } from '../../support/program.ts'
import { readFiles, temporaryFolder } from '../../support/temporary.ts'

const run = promisify(execFile)

interface Machine {
  readonly env: Readonly<Record<string, string>>
  /** The folder that the repository lies in. */
  readonly folder?: string
  /** What its clock shows, always. */
  readonly clock?: string
  /** How git checks text files out. */
  readonly lineEnd?: '\n' | '\r\n'
}

const machines: Record<string, Machine> = {
  'C, in UTC': { env: { LANG: 'C', LC_ALL: 'C', TZ: 'UTC' } },
  'no locale and no home': { env: { HOME: '/nonexistent' } },
  'Turkish, a day ahead': {
    env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' },
    folder: 'ığdır İSTANBUL',
  },
  'German, a day behind, in a folder with quotes and colours': {
    env: { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', TZ: 'Etc/GMT+12', FORCE_COLOR: '3' },
    folder: `straße "a" 'b' $HOME #{{x}}`,
  },
  'Arabic, in a CI run, in another century': {
    env: { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8', TZ: 'Asia/Kathmandu', CI: 'true' },
    clock: '2100-01-01T00:00:00Z',
  },
  'Windows line ends, before the epoch, in a deep folder': {
    env: { COLUMNS: '20', NO_COLOR: '1', TERM: 'dumb' },
    folder: 'deep/'.repeat(40),
    clock: '1969-12-31T23:59:59Z',
    lineEnd: '\r\n',
  },
}

function clockAt(time: string): string[] {
  const hook = `const Real = Date
globalThis.Date = class extends Real {
  constructor(...parts) { parts.length ? super(...parts) : super(${JSON.stringify(time)}) }
  static now() { return new Real(${JSON.stringify(time)}).getTime() }
}`
  return ['--import', `data:text/javascript,${encodeURIComponent(hook)}`]
}

/** What node itself makes of a machine: without a difference here, equal bytes would say nothing. */
async function describeMachine({ env, clock }: Machine): Promise<string> {
  const script =
    'new Intl.DateTimeFormat().resolvedOptions().locale + new Date() + Date.now() + os.homedir()'
  const time = clock ?? '2000-06-01T12:00:00Z'
  const { stdout } = await run(process.execPath, [...clockAt(time), '--print', script], { env })
  return stdout
}

function lay(name: string, { folder = '.', lineEnd = '\n' }: Machine): string {
  const place = join(temporaryFolder(), folder)
  mkdirSync(place, { recursive: true })
  const source = exampleFolder(name)
  const isSource = (path: string) => !path.startsWith(join(source, 'expected'))
  cpSync(source, place, { recursive: true, filter: isSource })
  const description = join(place, 'hoptix.yaml')
  writeFileSync(description, readFileSync(description, 'utf8').replaceAll('\n', lineEnd))
  return place
}

async function generate(place: string, { env, clock }: Machine): Promise<void> {
  const words = [...(clock ? clockAt(clock) : []), program, 'generate']
  const { PATH } = process.env
  await run(process.execPath, words, { cwd: place, env: { PATH, HOME: place, ...env } })
}

describe.each(Object.entries(machines))('on a machine with %s', (_machine, machine) => {
  test.each(exampleNames)(
    'proof: same-bytes-everywhere: %s is as expected, byte by byte',
    async (name) => {
      const folder = join(exampleFolder(name), 'expected')
      const paths = Object.keys(readFiles(folder))
      const place = lay(name, machine)
      await generate(place, machine)
      expect(paths).not.toEqual([])
      for (const path of paths) {
        const written = readFileSync(join(place, path), 'latin1')
        expect(written, path).toBe(readFileSync(join(folder, path), 'latin1'))
      }
    },
    60_000,
  )
})

test('the machines do differ', async () => {
  const seen = await Promise.all(Object.values(machines).map(describeMachine))
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.join()).toMatch(/tr-TR.*de-DE.*ar-EG/s)
})
