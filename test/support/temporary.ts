import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, onTestFinished, type TestContext } from 'vitest'

/** A folder with these files, removed when the test is over. A test that runs beside others says itself when it is. */
export function temporaryFolder(
  files: Readonly<Record<string, string>> = {},
  onFinished: TestContext['onTestFinished'] = onTestFinished,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'hoptix-deploy-test-'))
  onFinished(() => rmSync(folder, { recursive: true, force: true }))
  putFiles(folder, files)
  return folder
}

/** A folder for all tests of a file, removed after them. */
export function keptFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hoptix-deploy-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function putFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** Every file below a folder with its text. */
export function readFiles(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
    .map((path) => [path, readFileSync(join(folder, path), 'utf8')])
  return Object.fromEntries(entries)
}
