import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deployedProbes } from '../../src/verify/deployed/probes/index.ts'
import type { ProbeInfo } from '../../src/verify/probe.ts'
import { probes } from '../../src/verify/probes/index.ts'
import { projectFolder } from '../support/examples.ts'

describe.each([
  ['src/verify/probes', probes],
  ['src/verify/deployed/probes', deployedProbes],
])('in %s', (folder, table) => {
  test('each probe is listed once, in the file of its name', () => {
    const ids = table.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const files = ids.map((id) => join(projectFolder, folder, `${id}.ts`))
    expect(files.filter((file) => !existsSync(file))).toEqual([])
  })
})

test.each([
  ['here', probes],
  ['of a deployed service', deployedProbes],
] as const)('what a probe %s needs has been looked at before', (_, table: readonly ProbeInfo[]) => {
  const ids = table.map(({ id }) => id)
  const early = table.filter(({ after = [] }, index) =>
    after.some((id) => !ids.slice(0, index).includes(id)),
  )
  expect(early).toEqual([])
})
