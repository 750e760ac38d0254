import { expect, test } from 'vitest'
import { describeChange, driftChecks } from '../../src/audit/drift.ts'
import { generateFrom } from '../../src/pipeline.ts'
import { memoryRepo, type Repo } from '../../src/repo/repo.ts'
import { renderDescription } from '../support/examples.ts'

const description = 'name: shop\napp: app:app\n'
const written = Object.fromEntries(
  renderDescription(description).artifacts.map(({ path, content }) => [path, content]),
)

/** What is said of a repository that holds these files, as `rule file`. */
function drift(
  files: Readonly<Record<string, string>>,
  text = description,
  overrides: Partial<Repo> = {},
): string[] {
  const repo = { ...memoryRepo(files), ...overrides }
  const read = generateFrom(new TextEncoder().encode(text), 'hoptix.yaml', repo)
  if (!read.ok) throw new Error(JSON.stringify(read.findings))
  return read.generation.changes
    .flatMap((change) => describeChange(change) ?? [])
    .map(({ rule, where, fix }) => `${rule} ${where.file}${fix.includes('PATH') ? ' PATH' : ''}`)
}

test('nothing is said of files that are current', () => {
  expect(drift(written)).toEqual([])
})

test('a missing file', () => {
  const { Dockerfile: _, ...rest } = written
  expect(drift(rest)).toEqual(['file-missing Dockerfile'])
})

test('a description that changed', () => {
  expect(
    new Set(drift(written, `${description}port: 9000\n`).map((line) => line.split(' ')[0])),
  ).toEqual(new Set(['file-stale']))
})

test('a release that changed', () => {
  const change = {
    kind: 'update',
    artifact: { path: 'Dockerfile', content: '' },
    before: '',
    reason: 'outdated',
  } as const
  expect(describeChange(change)?.rule).toBe('file-outdated')
  expect(describeChange({ ...change, reason: 'forced' })).toBeUndefined()
})

test('an edit, with the key it belongs to', () => {
  const Dockerfile = written['Dockerfile']?.replace('EXPOSE 8080', 'EXPOSE 9000') ?? ''
  const files = { ...written, Dockerfile }
  expect(drift(files)).toEqual(['file-edited Dockerfile'])
  const read = generateFrom(new TextEncoder().encode(description), 'hoptix.yaml', memoryRepo(files))
  const findings = read.ok
    ? read.generation.changes.flatMap((change) => describeChange(change) ?? [])
    : []
  expect(findings[0]?.fix).toContain('`port`')
  expect(findings[0]?.fix).toContain('--force Dockerfile')
})

test("somebody else's file", () => {
  expect(drift({ ...written, Dockerfile: 'FROM python:3.13\n' })).toEqual([
    'file-foreign Dockerfile',
  ])
})

test('the porter.yaml of another app', () => {
  expect(drift({ ...written, 'porter.yaml': 'version: v2\nname: other\n' })).toEqual([
    'file-of-another-app porter.yaml',
  ])
})

test('a path that leads out of the repository', () => {
  const contains = (path: string): boolean => path !== 'Dockerfile'
  expect(drift(written, description, { contains })).toEqual(['file-outside-repository Dockerfile'])
})

test('a file that is no longer planned', () => {
  const old = { ...written, 'old/Dockerfile': written['Dockerfile'] ?? '' }
  expect(drift(old)).toEqual(['file-orphaned old/Dockerfile'])
  const edited = { ...written, 'old/Dockerfile': `${written['Dockerfile']}RUN x\n` }
  expect(drift(edited)).toEqual(['file-orphaned old/Dockerfile'])
})

test('every check says what to run or what to write', () => {
  for (const { fix } of Object.values(driftChecks))
    expect(fix).toMatch(/npx hoptix-deploy|hoptix\.yaml/)
})
