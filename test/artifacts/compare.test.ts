import { expect, test } from 'vitest'
import { compareArtifact, findOrphans } from '../../src/artifacts/compare.ts'
import { stamp } from '../../src/artifacts/marker.ts'
import { memoryRepo } from '../../src/repo/repo.ts'

const origin = { description: 'hoptix.yaml', service: 'shop', descriptionHash: 'aaaaaaaaaaaaaaaa' }
const artifact = { path: 'Dockerfile', content: stamp('FROM new\n', 'hash', origin) }
const older = { ...origin, descriptionHash: 'bbbbbbbbbbbbbbbb' }

function compare(content: string | undefined, path = artifact.path) {
  const repo = memoryRepo(content === undefined ? {} : { [path]: content })
  const [change] = [compareArtifact({ ...artifact, path }, origin, repo)]
  return change && 'reason' in change ? `${change.kind}: ${change.reason}` : change?.kind
}

test.each([
  ['create', undefined],
  ['unchanged', artifact.content],
  ['unchanged', artifact.content.replaceAll('\n', '\r\n')],
  ['update: stale', stamp('FROM old\n', 'hash', older)],
  ['update: stale', stamp('FROM new\n', 'hash', older)],
  ['update: outdated', stamp('FROM old\n', 'hash', origin)],
  ['blocked: edited', artifact.content.replace('FROM new', 'FROM mine')],
  ['blocked: edited', stamp('FROM old\n', 'hash', older).replace('FROM old', 'FROM mine')],
  ['blocked: edited', `# mine\n${artifact.content}`],
  ['blocked: foreign', 'FROM python\n'],
  ['blocked: foreign', ''],
  ['blocked: foreign', stamp('FROM new\n', 'hash', { ...origin, description: 'other.yaml' })],
])('%s', (expected, content) => {
  expect(compare(content)).toBe(expected)
})

test('a folder where the file belongs is foreign', () => {
  const repo = memoryRepo({ 'Dockerfile/README': 'x' })
  expect([compareArtifact(artifact, origin, repo)]).toMatchObject([
    { kind: 'blocked', reason: 'foreign' },
  ])
})

const porter = (name: string) => ({
  path: 'porter.yaml',
  content: stamp(`version: v2\nname: ${name}\n`, 'hash', origin),
})

test('a porter.yaml of another app is never an update', () => {
  const repo = memoryRepo({ 'porter.yaml': 'version: v2\nname: other\n' })
  expect([compareArtifact(porter('shop'), origin, repo)]).toMatchObject([
    { kind: 'blocked', reason: 'another-app' },
  ])
})

test('a porter.yaml of ours follows when the app is renamed in the description', () => {
  const repo = memoryRepo({ 'porter.yaml': stamp('version: v2\nname: old-shop\n', 'hash', older) })
  expect([compareArtifact(porter('shop'), origin, repo)]).toMatchObject([
    { kind: 'update', reason: 'stale' },
  ])
})

test('a file that leads out of the repository is blocked', () => {
  const repo = { ...memoryRepo({}), contains: () => false }
  expect([compareArtifact(artifact, origin, repo)]).toMatchObject([
    { kind: 'blocked', reason: 'outside' },
  ])
})

test('orphans are files of ours with a fixed name that nothing plans any more', () => {
  const ours = stamp('x\n', 'hash', older)
  const repo = memoryRepo({
    'old/Dockerfile': ours,
    'old/gunicorn.conf.py': `${ours}edited = 1\n`,
    Dockerfile: artifact.content,
    'foreign/Dockerfile': 'FROM python\n',
    'elsewhere/Dockerfile': stamp('x\n', 'hash', { ...older, description: 'other.yaml' }),
    'notes.md': ours,
  })
  expect(
    findOrphans(['Dockerfile', 'gunicorn.conf.py'], ['Dockerfile'], origin.description, repo),
  ).toEqual([
    { kind: 'orphan', path: 'old/Dockerfile', edited: false, removed: false },
    { kind: 'orphan', path: 'old/gunicorn.conf.py', edited: true, removed: false },
  ])
})

test('a file made from a description in a folder of its own is foreign, and never an orphan', () => {
  const theirs = stamp('FROM old\n', 'hash', { ...older, service: 'theirs' })
  const repo = memoryRepo({
    'a/Dockerfile': theirs,
    'a/hoptix.yaml': '',
    'b/Dockerfile': theirs,
    'b/hoptix.yaml': '',
  })
  const ours = { ...artifact, path: 'a/Dockerfile' }
  expect([compareArtifact(ours, origin, repo)]).toMatchObject([
    { kind: 'blocked', reason: 'foreign' },
  ])
  expect(findOrphans(['Dockerfile'], ['a/Dockerfile'], origin.description, repo)).toEqual([])
})

test('a file that is reached through a link is no orphan', () => {
  const repo = {
    ...memoryRepo({ 'real/Dockerfile': artifact.content }),
    realPath: (path: string) => path.replace('link/', 'real/'),
  }
  expect(findOrphans(['Dockerfile'], ['link/Dockerfile'], origin.description, repo)).toEqual([])
})

test('the description itself is never an artifact', () => {
  const own = { ...artifact, path: origin.description }
  expect([compareArtifact(own, origin, memoryRepo({}))]).toMatchObject([
    { kind: 'blocked', reason: 'description' },
  ])
})
