import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMarker, stamp } from '../../src/artifacts/marker.ts'
import { runCli } from '../support/cli.ts'
import { putFiles, readFiles, temporaryFolder } from '../support/temporary.ts'

const sources = {
  'hoptix.yaml': 'name: shop\napp: app:app\nframework: flask\n',
  'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
  'requirements.txt': 'flask\n',
}

function generated(): string {
  const folder = temporaryFolder(sources)
  expect(runCli(folder, ['generate']).exitCode).toBe(0)
  return folder
}

function edit(folder: string, path: string, change: (text: string) => string): void {
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')))
}

interface Report {
  ok: boolean
  findings: { rule: string; file: string; fix: string }[]
  changes?: { path: string; kind: string; reason?: string }[]
}

function run(folder: string, ...args: string[]): Report & { exitCode: number | null } {
  const { exitCode, stdout } = runCli(folder, [...args, '--json'])
  return { exitCode, ...(JSON.parse(stdout) as Report) }
}

function rulesOf({ findings }: Report): string[] {
  return findings.map(({ rule, file }) => `${rule} ${file}`)
}

/** Same description, other body: what an upgrade of the tool makes of a file. */
function makeOutdated(text: string): string {
  const marker = readMarker(text)
  if (!marker) throw new Error('no marker')
  const body = text.split('\n').slice(3).join('\n')
  return stamp(`${body}# of an older release\n`, 'hash', marker)
}

test('check is clean right after generate, and generate then has nothing to do', () => {
  const folder = generated()
  const before = readFiles(folder)
  expect(run(folder, 'check')).toMatchObject({ exitCode: 0, ok: true, findings: [] })
  const again = run(folder, 'generate')
  expect(again.exitCode).toBe(0)
  expect(new Set(again.changes?.map(({ kind }) => kind))).toEqual(new Set(['unchanged']))
  expect(readFiles(folder)).toEqual(before)
})

describe('check tells apart', () => {
  test.each<[string, string, (folder: string) => void]>([
    ['file-missing', 'porter.yaml', (folder) => rmSync(join(folder, 'porter.yaml'))],
    [
      'file-edited',
      'Dockerfile',
      (folder) => edit(folder, 'Dockerfile', (text) => text.replace('3.13', '3.12')),
    ],
    [
      'file-edited',
      'Dockerfile',
      (folder) => edit(folder, 'Dockerfile', (text) => `# mine\n${text}`),
    ],
    [
      'file-foreign',
      'Dockerfile',
      (folder) => writeFileSync(join(folder, 'Dockerfile'), 'FROM python\n'),
    ],
    ['file-outdated', 'Dockerfile', (folder) => edit(folder, 'Dockerfile', makeOutdated)],
    [
      'file-of-another-app',
      'porter.yaml',
      (folder) => writeFileSync(join(folder, 'porter.yaml'), 'name: other\n'),
    ],
    [
      'file-orphaned',
      'old/Dockerfile',
      (folder) =>
        putFiles(folder, { 'old/Dockerfile': readFileSync(join(folder, 'Dockerfile'), 'utf8') }),
    ],
  ])('%s %s', (rule, path, spoil) => {
    const folder = generated()
    spoil(folder)
    const report = run(folder, 'check')
    expect(report.exitCode).toBe(1)
    expect(rulesOf(report)).toEqual([`${rule} ${path}`])
  })

  test('file-stale, for every file, when the description changed', () => {
    const folder = generated()
    edit(folder, 'hoptix.yaml', (text) => `${text}port: 9000\n`)
    const report = run(folder, 'check')
    expect(report.exitCode).toBe(1)
    expect(new Set(report.findings.map(({ rule }) => rule))).toEqual(new Set(['file-stale']))
  })

  test('a comment or another order of keys in hoptix.yaml is no change', () => {
    const folder = generated()
    writeFileSync(
      join(folder, 'hoptix.yaml'),
      '# a comment\nframework: flask\napp: "app:app"\nname: shop\n',
    )
    expect(run(folder, 'check').exitCode).toBe(0)
  })

  test('line ends that git changed are no edit', () => {
    const folder = generated()
    edit(folder, 'Dockerfile', (text) => text.replaceAll('\n', '\r\n'))
    expect(run(folder, 'check').exitCode).toBe(0)
  })
})

describe('generate', () => {
  test.each<[string, (folder: string) => void]>([
    [
      'edited',
      (folder) => edit(folder, 'Dockerfile', (text) => text.replace('EXPOSE 8080', 'EXPOSE 9090')),
    ],
    ['foreign', (folder) => writeFileSync(join(folder, 'Dockerfile'), 'FROM python\n')],
  ])('proof: asks-before-overwriting: writes nothing when one is %s', (reason, spoil) => {
    const folder = generated()
    spoil(folder)
    edit(folder, 'hoptix.yaml', (text) => `${text}port: 9000\n`)
    const before = readFiles(folder)
    const report = run(folder, 'generate')
    expect(report.exitCode).toBe(1)
    expect(report.changes).toContainEqual({ path: 'Dockerfile', kind: 'blocked', reason })
    expect(readFiles(folder)).toEqual(before)
  })

  test('shows an edit and the key of hoptix.yaml that it belongs to', () => {
    const folder = generated()
    edit(folder, 'Dockerfile', (text) => text.replace('EXPOSE 8080', 'EXPOSE 9090'))
    const { stdout } = runCli(folder, ['generate'])
    expect(stdout).toContain('-EXPOSE 9090')
    expect(stdout).toContain('+EXPOSE 8080')
    expect(stdout).toContain('`port`')
  })

  test('--force overwrites all of them, --force PATH only that one', () => {
    const folder = generated()
    writeFileSync(join(folder, 'Dockerfile'), 'FROM python\n')
    writeFileSync(join(folder, '.dockerignore'), '*\n')
    expect(run(folder, 'generate', '--force', 'Dockerfile').exitCode).toBe(1)
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe('FROM python\n')
    expect(run(folder, 'generate', '--force', 'Dockerfile', '.dockerignore').exitCode).toBe(0)
    writeFileSync(join(folder, 'Dockerfile'), 'FROM python\n')
    expect(run(folder, 'generate', '--force').exitCode).toBe(0)
    expect(run(folder, 'check').exitCode).toBe(0)
  })

  test('--force never takes the porter.yaml of another app', () => {
    const folder = generated()
    writeFileSync(join(folder, 'porter.yaml'), 'version: v2\nname: other\n')
    expect(run(folder, 'generate', '--force').exitCode).toBe(1)
    expect(run(folder, 'generate', '--force', 'porter.yaml').exitCode).toBe(1)
    expect(readFileSync(join(folder, 'porter.yaml'), 'utf8')).toContain('other')
  })

  test('updates what is stale or outdated without being asked twice', () => {
    const folder = generated()
    edit(folder, 'Dockerfile', makeOutdated)
    expect(run(folder, 'generate').changes).toContainEqual({
      path: 'Dockerfile',
      kind: 'update',
      reason: 'outdated',
    })
    edit(folder, 'hoptix.yaml', (text) => `${text}port: 9000\n`)
    expect(run(folder, 'generate').changes).toContainEqual({
      path: 'Dockerfile',
      kind: 'update',
      reason: 'stale',
    })
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toContain('EXPOSE 9000')
  })

  test.each([['--dry-run'], ['--diff'], ['--dry-run', '--prune']])(
    '%s writes and removes nothing',
    (...flags) => {
      const folder = generated()
      edit(folder, 'hoptix.yaml', (text) => `${text}port: 9000\n`)
      putFiles(folder, { 'old/Dockerfile': readFileSync(join(folder, 'Dockerfile'), 'utf8') })
      const before = readFiles(folder)
      expect(run(folder, 'generate', ...flags).exitCode).toBe(0)
      expect(readFiles(folder)).toEqual(before)
    },
  )

  test('--diff shows the lines that would change', () => {
    const folder = generated()
    edit(folder, 'hoptix.yaml', (text) => `${text}port: 9000\n`)
    const { stdout } = runCli(folder, ['generate', '--diff'])
    expect(stdout).toContain('-EXPOSE 8080')
    expect(stdout).toContain('+EXPOSE 9000')
  })

  test('--prune removes orphans, but an edited one only with --force', () => {
    const folder = generated()
    const ours = readFileSync(join(folder, 'Dockerfile'), 'utf8')
    putFiles(folder, { 'old/Dockerfile': ours, 'older/Dockerfile': `${ours}# mine\n` })
    expect(run(folder, 'generate').exitCode).toBe(0)
    expect(Object.keys(readFiles(folder))).toContain('old/Dockerfile')
    run(folder, 'generate', '--prune')
    expect(Object.keys(readFiles(folder))).not.toContain('old/Dockerfile')
    expect(Object.keys(readFiles(folder))).toContain('older/Dockerfile')
    run(folder, 'generate', '--prune', '--force')
    expect(Object.keys(readFiles(folder))).not.toContain('older/Dockerfile')
  })

  test('--prune removes a porter file that has moved to another name', () => {
    const folder = temporaryFolder({
      ...sources,
      'hoptix.yaml': `${sources['hoptix.yaml']}porter: {file: deploy/a.yaml}\n`,
    })
    run(folder, 'generate')
    edit(folder, 'hoptix.yaml', (text) => text.replace('a.yaml', 'b.yaml'))
    expect(rulesOf(run(folder, 'generate'))).toEqual(['file-orphaned deploy/a.yaml'])
    run(folder, 'generate', '--prune')
    const left = Object.keys(readFiles(folder)).filter((path) => path.startsWith('deploy/'))
    expect(left).toEqual(['deploy/b.yaml'])
  })

  test('refuses to write through a link that leads out of the repository', () => {
    const outside = temporaryFolder()
    const folder = temporaryFolder({
      ...sources,
      'hoptix.yaml': `${sources['hoptix.yaml']}porter: {file: out/porter.yaml}\n`,
    })
    symlinkSync(outside, join(folder, 'out'))
    const report = run(folder, 'generate', '--force')
    expect(report.exitCode).toBe(1)
    expect(rulesOf(report)).toContain('file-outside-repository out/porter.yaml')
    expect(readFiles(outside)).toEqual({})
  })

  test('--stdout prints one file, exactly as it would be written', () => {
    const folder = generated()
    const { stdout, exitCode } = runCli(folder, ['generate', '--stdout', 'porter.yaml'])
    expect(exitCode).toBe(0)
    expect(stdout).toBe(readFileSync(join(folder, 'porter.yaml'), 'utf8'))
    expect(runCli(folder, ['generate', '--stdout', 'nothing']).exitCode).toBe(1)
  })
})

test('a requirements file that needs more than the build has stops before anything is written', () => {
  const folder = temporaryFolder({
    ...sources,
    'requirements.txt': '-c constraints.txt\nflask\n',
    'constraints.txt': '',
  })
  const report = run(folder, 'generate')
  expect(report.exitCode).toBe(1)
  expect(rulesOf(report)).toEqual(['requirements-need-more-files requirements.txt'])
  expect(run(folder, 'check').findings.map(({ rule }) => rule)).toContain(
    'requirements-need-more-files',
  )
})

test('a description with mistakes writes nothing and exits 1', () => {
  const folder = temporaryFolder({
    ...sources,
    'hoptix.yaml': 'name: shop\napp: app:app\nprot: 80\n',
  })
  expect(run(folder, 'generate')).toMatchObject({
    exitCode: 1,
    findings: [{ rule: 'spec-unknown-key' }],
  })
  expect(Object.keys(readFiles(folder))).toEqual(Object.keys(sources).sort())
})

test.each([
  ['dependency-file-missing', 'requirements.txt'],
  ['app-module-missing', 'app.py'],
])('%s stops before anything is written', (rule, path) => {
  const folder = temporaryFolder(sources)
  rmSync(join(folder, path))
  const report = run(folder, 'generate')
  expect(report.exitCode).toBe(1)
  expect(report.findings.map((finding) => finding.rule)).toEqual([rule])
  expect(Object.keys(readFiles(folder))).not.toContain('Dockerfile')
})
