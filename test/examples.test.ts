import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { check } from 'prettier'
import { describe, expect, test } from 'vitest'
import { exampleFolder, exampleNames, renderExample } from './support/examples.ts'

/** `npm run docs` rewrites the expected files; their diff is what a reviewer reads. */
describe.each(exampleNames)('example %s', (name) => {
  const { artifacts } = renderExample(name)
  const expected = join(exampleFolder(name), 'expected')

  test.each(artifacts.map(({ path, content }) => [path, content]))(
    '%s is as expected',
    async (path, content) => {
      await expect(content).toMatchFileSnapshot(join(expected, path))
    },
  )

  test('expects no file that is not rendered', () => {
    const present = existsSync(expected) ? listFiles(expected) : []
    expect(present).toEqual(artifacts.map(({ path }) => path).sort())
  })

  test.each(
    artifacts
      .filter(({ path }) => /\.(?:md|ya?ml)$/.test(path))
      .map(({ path, content }) => [path, content]),
  )('prettier leaves %s alone', async (path, content) => {
    expect(await check(content, { filepath: path })).toBe(true)
  })

  test('has a README that says what it shows', () => {
    expect(existsSync(join(exampleFolder(name), 'README.md'))).toBe(true)
  })
})

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}
