import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diskRepo } from '../../src/io/disk-repo.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('lists what a person wrote: nothing ignored, vendored, linked or left over', () => {
  const top = temporaryFolder({
    '.gitignore': 'build/\n*.log\n!keep.log\n',
    'app.py': '',
    'build/app.py': '',
    'debug.log': '',
    'keep.log': '',
    'node_modules/x/app.py': '',
    '.venv/lib/app.py': '',
    '.git/config': '',
    'sub/.gitignore': '/local.py\n',
    'sub/local.py': '',
    'sub/deep/local.py': '',
    '.Dockerfile.hoptix-deploy-00ff00ff.tmp': '',
  })
  symlinkSync(join(top, 'sub'), join(top, 'linked'))
  expect(diskRepo(top).list()).toEqual([
    '.gitignore',
    'app.py',
    'keep.log',
    'sub/.gitignore',
    'sub/deep/local.py',
  ])
})

test('reads the start of a file, and nothing where there is none to be had', () => {
  const top = temporaryFolder({ 'a.yaml': `# ${'é'.repeat(5000)}`, 'folder/b.txt': '' })
  symlinkSync(join(top, 'missing'), join(top, 'broken'))
  const repo = diskRepo(top)
  expect(repo.readStart('a.yaml')).toMatch(/^# é{20,}/)
  expect(repo.readStart('a.yaml')?.length).toBeLessThan(100)
  expect(repo.readStart('folder/b.txt')).toBe('')
  for (const path of ['folder', 'missing', 'broken']) expect(repo.readStart(path)).toBeUndefined()
})

test('reads text, and nothing where there is none', () => {
  const top = temporaryFolder({ 'a.txt': 'text', 'folder/b.txt': '' })
  const repo = diskRepo(top)
  expect(repo.read('a.txt')).toBe('text')
  expect(repo.read('folder/b.txt')).toBe('')
  expect(repo.read('folder')).toBeUndefined()
  expect(repo.read('missing')).toBeUndefined()
  expect(repo.has('folder')).toBe(true)
  expect(repo.has('missing')).toBe(false)
})

test('a file that is not UTF-8 has no text', () => {
  const top = temporaryFolder()
  const bytes = Buffer.from([0xff, 0xfe, 0x41])
  writeFileSync(join(top, 'latin'), bytes)
  expect(diskRepo(top).read('latin')).toBeUndefined()
})

test('a path behind links is the file that they lead to', () => {
  const top = temporaryFolder({ 'api/deep/a.txt': '', 'real.txt': '' })
  symlinkSync('api', join(top, 'linked'))
  symlinkSync('../../real.txt', join(top, 'api/deep/b.txt'))
  const repo = diskRepo(top)
  expect(
    [
      'api/deep/a.txt',
      'linked/deep/a.txt',
      'linked/deep/b.txt',
      'linked/deep/new.txt',
      'new/new.txt',
      'linked/../real.txt',
    ].map((path) => [repo.realPath(path), repo.contains(path)]),
  ).toEqual([
    ['api/deep/a.txt', true],
    ['api/deep/a.txt', true],
    ['real.txt', true],
    ['api/deep/new.txt', true],
    ['new/new.txt', true],
    ['real.txt', true],
  ])
})
