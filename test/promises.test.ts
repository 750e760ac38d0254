import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { repoRules } from '../src/audit/rules/index.ts'
import { type PromiseId, promises, promisesOf, testProofIds } from '../src/promises.ts'
import { findRuleInfo, ruleIds } from '../src/rules.ts'
import { probes } from '../src/verify/probes/index.ts'
import { projectFolder } from './support/examples.ts'

const ids = Object.keys(promises) as PromiseId[]
const used = new Set<string>(ids.flatMap((id) => [...promises[id].provenBy]))

/** Titles of the tests in a file that can run: `test.skip`, `test.todo` and comments carry no proof. */
function titlesIn(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest)
  const titles: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      const [title] = node.arguments
      if (title && ts.isStringLiteralLike(title)) titles.push(title.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return titles
}

/** `test`, or what `test.each(...)` gives. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'test'
  return (
    ts.isCallExpression(callee) &&
    ts.isPropertyAccessExpression(callee.expression) &&
    ts.isIdentifier(callee.expression.expression) &&
    callee.expression.expression.text === 'test' &&
    callee.expression.name.text === 'each'
  )
}

function proofsInTitles(): (string | undefined)[] {
  const folder = join(projectFolder, 'test')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .flatMap((path) => titlesIn(join(folder, path)))
    .filter((title) => title.startsWith('proof:'))
    .map((title) => /^proof: ([a-z-]+): ./.exec(title)?.[1])
}

test('there are fourteen promises', () => {
  expect(ids).toHaveLength(14)
})

describe.each(ids)('%s', (id) => {
  test('names no rule and no proof twice', () => {
    const { enforcedBy, provenBy } = promises[id]
    for (const names of [enforcedBy, provenBy]) expect(new Set(names).size).toBe(names.length)
  })

  test('is guarded by rules that can be explained', () => {
    for (const rule of promises[id].enforcedBy) expect(findRuleInfo(rule)?.id).toBe(rule)
  })

  test('is proven, by probes in the table and tests in the list', () => {
    const known: readonly string[] = [...probes.map((probe) => probe.id), ...testProofIds]
    expect(promises[id].provenBy).not.toEqual([])
    expect(promises[id].provenBy.filter((proof) => !known.includes(proof))).toEqual([])
  })
})

test.each(repoRules.map(({ id }) => id))('%s guards a promise', (id) => {
  expect(promisesOf(id)).not.toEqual([])
})

test('every probe and every test proof proves something', () => {
  const all = [...probes.map(({ id }) => id), ...testProofIds]
  expect(all.filter((proof) => !used.has(proof))).toEqual([])
  expect(new Set<string>(all).size).toBe(all.length)
})

test('every test proof stands in the title of a test, and titles name no other', () => {
  expect([...new Set(proofsInTitles())].sort()).toEqual([...testProofIds].sort())
})

test('no two tables share an id, and an unknown id has no rule', () => {
  expect(new Set(ruleIds).size).toBe(ruleIds.length)
  expect(repoRules.every(({ id, why }) => findRuleInfo(id)?.why === why)).toBe(true)
  expect(findRuleInfo('toString')).toBeUndefined()
})
