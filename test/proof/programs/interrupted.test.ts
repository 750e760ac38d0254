import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../../support/cli.ts'
import { exampleFolder, projectFolder } from '../../support/examples.ts'
import { readFiles, temporaryFolder } from '../../support/temporary.ts'

const hook = ['--import', join(projectFolder, 'test/support/fault.mjs')]

const isStaging = (path: string) => /\.hoptix-deploy-[0-9a-f]{8}\.tmp$/.test(path)

/** A repository with files of an older description, and a new description that changes, adds and keeps some. */
function prepare(): {
  folder: string
  before: Record<string, string>
  after: Record<string, string>
} {
  const folder = temporaryFolder()
  cpSync(join(exampleFolder('flask-guide'), 'backend'), join(folder, 'backend'), {
    recursive: true,
  })
  const description = join(folder, 'hoptix.yaml')
  const text = readFileSync(join(exampleFolder('flask-guide'), 'hoptix.yaml'), 'utf8')
  writeFileSync(description, `${text}guide: false\n`)
  expect(runCli(folder, ['generate']).exitCode).toBe(0)
  writeFileSync(description, `${text}port: 9000\n`)
  const before = readFiles(folder)
  expect(runCli(folder, ['generate']).exitCode).toBe(0)
  const after = readFiles(folder)
  restore(folder, before, after)
  return { folder, before, after }
}

function restore(
  folder: string,
  before: Record<string, string>,
  after: Record<string, string>,
): void {
  for (const path of Object.keys(readFiles(folder)).filter(isStaging)) rmSync(join(folder, path))
  for (const path of Object.keys(after)) {
    const text = before[path]
    if (text === undefined) rmSync(join(folder, path), { force: true })
    else writeFileSync(join(folder, path), text)
  }
}

test('proof: writes-nothing-half: killed at any point of writing, every file is old or new, and check never calls a mixture clean', () => {
  const { folder, before, after } = prepare()
  const states = new Set<string>()
  let killed = 0
  for (let at = 1; ; at += 1) {
    const { exitCode } = runCli(folder, ['generate'], {
      node: hook,
      env: { FAULT_AT: String(at), FAULT_KIND: 'kill' },
    })
    if (exitCode === 0) break
    killed += 1
    const now = readFiles(folder)
    for (const [path, text] of Object.entries(now).filter(([name]) => !isStaging(name))) {
      expect([before[path], after[path]]).toContain(text)
    }
    for (const path of Object.keys(before)) expect(now[path]).toBeDefined()
    const isNew = Object.entries(after).every(([path, text]) => now[path] === text)
    const state = Object.entries(after)
      .map(([path, text]) => (now[path] === text ? 'n' : 'o'))
      .join('')
    if (!states.has(state)) {
      expect(runCli(folder, ['check']).exitCode).toBe(isNew ? 0 : 1)
    }
    states.add(state)
    restore(folder, before, after)
  }
  expect(killed).toBeGreaterThan(12)
  expect(states.size).toBeGreaterThan(5)
  expect(readFiles(folder)).toEqual(after)
}, 120_000)

describe.each(['writeFileSync', 'renameSync'])('when %s fails', (kind) => {
  test('proof: writes-nothing-half: at any call, all files are as before and the message names the cause', () => {
    const { folder, before, after } = prepare()
    let failures = 0
    for (let at = 1; at < 40; at += 1) {
      const { exitCode, stderr } = runCli(folder, ['generate'], {
        node: hook,
        env: { FAULT_AT: String(at), FAULT_KIND: kind },
      })
      if (exitCode === 0) {
        restore(folder, before, after)
        continue
      }
      failures += 1
      expect(exitCode).toBe(2)
      expect(stderr).toContain('ENOSPC')
      expect(stderr).not.toContain('    at ')
      expect(readFiles(folder)).toEqual(before)
    }
    expect(failures).toBeGreaterThan(4)
  }, 120_000)
})
