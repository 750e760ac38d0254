import { describe, expect, test } from 'vitest'
import { pathOf } from '../../src/artifacts/change.ts'
import { compareArtifact, findOrphans } from '../../src/artifacts/compare.ts'

import { stamp } from '../../src/artifacts/marker.ts'
import { describeChange } from '../../src/audit/drift.ts'
import { memoryRepo } from '../../src/repo/repo.ts'
import { porterFile } from '../../src/targets/porter/artifact.ts'
import { workflow } from '../../src/targets/porter/workflow.ts'

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
  const from = { description: origin.description, services: [origin.service] }
  const names = [{ name: 'Dockerfile' }, { name: 'gunicorn.conf.py' }]
  expect(findOrphans(names, ['Dockerfile'], from, repo)).toEqual([
    { kind: 'orphan', path: 'old/Dockerfile', edited: false, removed: false },
    { kind: 'orphan', path: 'old/gunicorn.conf.py', edited: true, removed: false },
  ])
})

describe('a porter file under a name of its own, once `porter.file` has another', () => {
  const app = 'version: v2\nname: shop\nservices:\n  - name: web\n'
  const former = stamp(app, 'hash', older)
  const orphansOf = (files: Record<string, string>, repo = memoryRepo(files)) =>
    findOrphans([porterFile], ['deploy/b.yaml'], origin, repo).map(pathOf)

  test.each([
    ['deploy/a.yaml', former],
    ['deploy/a.yml', former],
    ['deploy/a.yaml', former.replaceAll('\n', '\r\n')],
    ['deploy/a.yaml', `\ufeff${former}`],
    ['deploy/a.yaml', `${former}# edited\n`],
  ])('is an orphan: %s %j', (path, content) => {
    expect(orphansOf({ [path]: content, 'deploy/b.yaml': former })).toEqual([path])
  })

  test.each([
    ['another kind of file', 'deploy/a.txt', former],
    ['a marker quoted in a note', 'notes.yaml', `# From deploy/a.yaml:\n${former}`],
    ['a marker quoted as a value', 'notes.yaml', `note: |\n  ${former.replaceAll('\n', '\n  ')}`],
    ['a note that begins with the marker', 'notes.yaml', stamp('deleted: a.yaml\n', 'hash', older)],
    ['no YAML below the marker', 'a.yaml', stamp('services: [\n', 'hash', older)],
    ['another format', 'a.yaml', stamp('services: {web: {image: shop}}\n', 'hash', older)],
    ['another description', 'a.yaml', stamp(app, 'hash', { ...older, description: 'other.yaml' })],
    ['a list', 'a.yaml', stamp('- version: v2\n', 'hash', older)],
    ['nobody we know', 'a.yaml', app],
  ])('is none: %s', (_, path, content) => {
    expect(orphansOf({ [path]: content })).toEqual([])
  })

  test('of other YAML only the first bytes are read', () => {
    const files = { 'deploy/a.yaml': former, 'k8s/huge.yaml': 'kind: List\n' }
    const whole = new Set<string>()
    const inner = memoryRepo(files)
    const repo = { ...inner, read: (path: string) => whole.add(path) && inner.read(path) }
    expect(orphansOf(files, repo)).toEqual(['deploy/a.yaml'])
    expect([...whole]).toEqual(['deploy/a.yaml'])
  })
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
  expect(findOrphans([{ name: 'Dockerfile' }], ['a/Dockerfile'], origin, repo)).toEqual([])
})

test('a file that is reached through a link is no orphan', () => {
  const repo = {
    ...memoryRepo({ 'real/Dockerfile': artifact.content }),
    realPath: (path: string) => path.replace('link/', 'real/'),
  }
  expect(findOrphans([{ name: 'Dockerfile' }], ['link/Dockerfile'], origin, repo)).toEqual([])
})

test('the description itself is never an artifact', () => {
  const own = { ...artifact, path: origin.description }
  expect([compareArtifact(own, origin, memoryRepo({}))]).toMatchObject([
    { kind: 'blocked', reason: 'description' },
  ])
})

const deploys = (cluster: number) => `.github/workflows/porter_app_shop_${cluster}.yml`

test('a workflow of ours for another cluster is an orphan: two would deploy one push', () => {
  const ours = stamp('name: Deploy shop to Porter\n', 'hash', origin)
  const repo = memoryRepo({
    [deploys(1)]: ours,
    [deploys(2)]: ours,
    '.github/workflows/test.yml': ours,
    'docs/porter_app_shop_1.yml': ours,
  })
  expect(
    findOrphans(
      [workflow],
      [deploys(2)],
      { description: origin.description, services: ['shop'] },
      repo,
    ),
  ).toEqual([{ kind: 'orphan', path: deploys(1), edited: false, removed: false }])
})

test("Porter's own workflow is foreign, whatever its name says: force may replace it", () => {
  const content = stamp('name: Deploy shop to Porter\n', 'hash', origin)
  const repo = memoryRepo({ [deploys(1)]: 'name: Deploy to shop\n' })
  expect(compareArtifact({ path: deploys(1), content }, origin, repo)).toMatchObject({
    kind: 'blocked',
    reason: 'foreign',
  })
})

test('an orphan of a service that is gone names it; a shared file has no service to name', () => {
  const repo = memoryRepo({
    'desk/porter.yaml': stamp('x\n', 'hash', { ...older, service: 'desk' }),
    '.dockerignore': stamp('x\n', 'hash', { ...older, service: undefined }),
  })
  const from = { description: origin.description, services: ['shop'] }
  const orphans = findOrphans([{ name: 'porter.yaml' }, { name: '.dockerignore' }], [], from, repo)
  expect(orphans.map((orphan) => 'goneService' in orphan && orphan.goneService)).toEqual([
    false,
    'desk',
  ])
  expect(orphans.map((orphan) => describeChange(orphan)?.message)).toEqual([
    'hoptix.yaml no longer plans this file.',
    'hoptix.yaml no longer has the service desk, which this file was made for. Its app on Porter keeps running until it is removed there.',
  ])
})
