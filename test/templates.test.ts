import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import { describe, expect, test } from 'vitest'
import { templateHelpers } from '../scripts/handlebars.mjs'
import * as contexts from '../src/artifacts/escape.ts'
import { projectFolder } from './support/examples.ts'

const folder = join(projectFolder, 'templates')
const names = readdirSync(folder).filter((name) => name.endsWith('.hbs'))

test('the compiler knows exactly the helpers that exist', () => {
  expect([...templateHelpers].sort()).toEqual(Object.keys(contexts).sort())
})

describe.each(names)('%s', (name) => {
  const tree = Handlebars.parse(readFileSync(join(folder, name), 'utf8'))

  test('writes every value through the helper of its context', () => {
    expect(findRawValues(tree.body)).toEqual([])
  })

  test('only loops and tests one ready-made boolean', () => {
    expect(findLogic(tree.body)).toEqual([])
  })
})

test('a value that is written raw is noticed', () => {
  expect(
    findRawValues(Handlebars.parse('a {{b}} {{json c}} {{{d}}} {{#each e}}{{this}}{{/each}}').body),
  ).toEqual(['b:1', 'd:1', 'this:1'])
})

type Statement = hbs.AST.Statement

function nested(statement: Statement): Statement[] {
  const block = statement as hbs.AST.BlockStatement
  return statement.type === 'BlockStatement'
    ? [...block.program.body, ...(block.inverse?.body ?? [])]
    : []
}

function findRawValues(body: Statement[]): string[] {
  return body.flatMap((statement) => {
    const mustache = statement as hbs.AST.MustacheStatement
    const path = mustache.path as hbs.AST.PathExpression
    const isRaw =
      statement.type === 'MustacheStatement' &&
      !(mustache.params.length === 1 && templateHelpers.includes(path.original))
    return [
      ...(isRaw ? [`${path.original}:${statement.loc.start.line}`] : []),
      ...findRawValues(nested(statement)),
    ]
  })
}

function findLogic(body: Statement[]): string[] {
  return body.flatMap((statement) => {
    const block = statement as hbs.AST.BlockStatement
    const helper = (block.path as hbs.AST.PathExpression | undefined)?.original ?? ''
    const odd = statement.type === 'BlockStatement' && !['if', 'unless', 'each'].includes(helper)
    return [
      ...(odd ? [`${helper}:${statement.loc.start.line}`] : []),
      ...findLogic(nested(statement)),
    ]
  })
}
