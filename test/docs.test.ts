import { join } from 'node:path'
import { check } from 'prettier'
import { expect, test } from 'vitest'
import { writeReference } from '../scripts/reference.ts'
import { projectFolder } from './support/examples.ts'

test('docs/reference.md says what the settings table says; `npm run docs` rewrites it', async () => {
  await expect(writeReference()).toMatchFileSnapshot(join(projectFolder, 'docs/reference.md'))
})

test('prettier leaves docs/reference.md alone', async () => {
  expect(await check(writeReference(), { filepath: 'reference.md' })).toBe(true)
})
