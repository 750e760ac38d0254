import { describe, expect, test } from 'vitest'
import { repoRules } from '../src/audit/rules/index.ts'
import { type PromiseId, promises, promisesOf } from '../src/promises.ts'
import { findRuleInfo, ruleIds } from '../src/rules.ts'
import { serviceProbeIds } from '../src/verify/probe-ids.ts'

const ids = Object.keys(promises) as PromiseId[]

test('there are fourteen promises', () => {
  expect(ids).toHaveLength(14)
})

describe.each(ids)('%s', (id) => {
  test('names no rule and no probe twice', () => {
    const { enforcedBy, provenBy } = promises[id]
    for (const names of [enforcedBy, provenBy]) expect(new Set(names).size).toBe(names.length)
  })

  test('is guarded by rules that can be explained', () => {
    for (const rule of promises[id].enforcedBy) expect(findRuleInfo(rule)?.id).toBe(rule)
  })
})

test.each(repoRules.map(({ id }) => id))('%s guards a promise', (id) => {
  expect(promisesOf(id)).not.toEqual([])
})

test('every probe of a running service proves something', () => {
  const used = new Set<string>(ids.flatMap((id) => [...promises[id].provenBy]))
  expect(serviceProbeIds.filter((probe) => !used.has(probe))).toEqual([])
})

test('no two tables share an id, and an unknown id has no rule', () => {
  expect(new Set(ruleIds).size).toBe(ruleIds.length)
  expect(repoRules.every(({ id, why }) => findRuleInfo(id)?.why === why)).toBe(true)
  expect(findRuleInfo('toString')).toBeUndefined()
})
