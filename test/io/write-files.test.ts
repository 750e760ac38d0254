import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diskRepo } from '../../src/io/disk-repo.ts'
import { removeFiles, writeFiles } from '../../src/io/write-files.ts'
import { readFiles, temporaryFolder } from '../support/temporary.ts'

test('writes files and the folders they need, and leaves nothing else', () => {
  const top = temporaryFolder({ 'a.txt': 'old' })
  writeFiles(top, [
    { path: 'a.txt', content: 'new' },
    { path: 'b/c.txt', content: 'made' },
  ])
  expect(readFiles(top)).toEqual({ 'a.txt': 'new', 'b/c.txt': 'made' })
})

test('takes every file back when one cannot be moved to its place', () => {
  const top = temporaryFolder({ 'a.txt': 'old' })
  mkdirSync(join(top, 'z.txt'))
  writeFileSync(join(top, 'z.txt/inside'), 'kept')
  const write = () =>
    writeFiles(top, [
      { path: 'a.txt', content: 'new' },
      { path: 'm.txt', content: 'made' },
      { path: 'z.txt', content: 'a folder is in the way' },
    ])
  expect(write).toThrow()
  expect(readFiles(top)).toEqual({ 'a.txt': 'old', 'z.txt/inside': 'kept' })
})

test('removes what a killed run left, and only that', () => {
  const top = temporaryFolder({
    '.a.txt.hoptix-deploy-0a1b2c3d.tmp': 'half',
    '.a.txt.tmp': 'mine',
  })
  writeFiles(top, [{ path: 'a.txt', content: 'new' }])
  expect(readFiles(top)).toEqual({ '.a.txt.tmp': 'mine', 'a.txt': 'new' })
})

test('keeps the mode of a file and writes through a link that stays inside', () => {
  const top = temporaryFolder({ 'real/run.sh': 'old' })
  symlinkSync('real/run.sh', join(top, 'link.sh'))
  writeFiles(top, [{ path: 'link.sh', content: 'new' }])
  expect(readlinkSync(join(top, 'link.sh'))).toBe('real/run.sh')
  expect(readFileSync(join(top, 'real/run.sh'), 'utf8')).toBe('new')
})

test.each(['out/a.txt', '../a.txt', 'out', 'dangling', 'dangling/a.txt'])(
  'refuses %s, which leads out',
  (path) => {
    const outside = temporaryFolder()
    const top = temporaryFolder()
    symlinkSync(outside, join(top, 'out'))
    symlinkSync(join(outside, 'nowhere'), join(top, 'dangling'))
    expect(diskRepo(top).contains(path)).toBe(false)
    expect(() => writeFiles(top, [{ path, content: 'x' }])).toThrow(/leads out/)
    expect(() => removeFiles(top, [path])).toThrow(/leads out/)
    expect(readFiles(outside)).toEqual({})
    expect(existsSync(join(outside, '..', 'a.txt'))).toBe(false)
  },
)

test('a mode that was set stays set', () => {
  const top = temporaryFolder({ 'a.sh': 'old' })
  const before = statSync(join(top, 'a.sh')).mode
  writeFiles(top, [{ path: 'a.sh', content: 'new' }])
  expect(statSync(join(top, 'a.sh')).mode).toBe(before)
})
