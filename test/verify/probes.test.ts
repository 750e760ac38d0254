import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { probes } from '../../src/verify/probes/index.ts'
import { projectFolder } from '../support/examples.ts'

test('each probe is listed once, in the file of its name', () => {
  const ids = probes.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const files = ids.map((id) => join(projectFolder, 'src/verify/probes', `${id}.ts`))
  expect(files.filter((file) => !existsSync(file))).toEqual([])
})
