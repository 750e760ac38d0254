import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { repoRules } from '../../../src/audit/rules/index.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
  .join('\n')

test.each(repoRules.map(({ id }) => id))('%s has two catches and two passes', (id) => {
  const count = (verb: string): number =>
    [...sources.matchAll(new RegExp(`^${verb}\\(\\s*'${id}'`, 'gm'))].length
  expect(Math.min(count('catches'), count('passes'))).toBeGreaterThanOrEqual(2)
})

test('every rule stands in the file of its name', () => {
  const files = readdirSync(fileURLToPath(new URL('../../../src/audit/rules', import.meta.url)))
  const ids = repoRules.map(({ id }) => `${id}.ts`)
  expect(files.filter((name) => name !== 'index.ts').sort()).toEqual(ids.sort())
})
