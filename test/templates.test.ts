import Handlebars from 'handlebars'
import { describe, expect, test } from 'vitest'
import { templateHelpers } from '../scripts/handlebars.mjs'
import * as contexts from '../src/artifacts/escape.ts'
import { addUses, emptyShape } from '../src/artifacts/own/shape.ts'
import { findTemplateProblems } from '../src/artifacts/own/walk.ts'
import { templateNames, templateText, viewShape } from './support/views.ts'

const helpers = Object.keys(contexts)

function parse(name: string): hbs.AST.Program {
  return Handlebars.parse(templateText(name))
}

test('the compiler knows exactly the helpers that exist', () => {
  expect([...templateHelpers].sort()).toEqual([...helpers].sort())
})

describe.each(templateNames)('%s', (name) => {
  const shape = viewShape(name)

  test('writes every value through a helper, and asks for no name that it is not given', () => {
    expect(findTemplateProblems(parse(name), shape, helpers)).toEqual([])
  })
})

test('a value that is written raw, and a name that is not given, are noticed', () => {
  const tree = Handlebars.parse('a {{b}} {{json c}} {{{d}}} {{#each e}}{{this}}{{/each}}')
  const shape = addUses(emptyShape(), Handlebars.parse('{{#each e}}{{json this}}{{/each}}'))
  expect(
    findTemplateProblems(tree, shape, helpers).map(({ rule, column }) => [rule, column]),
  ).toEqual([
    ['template-value-raw', 3],
    ['template-name-not-in-view', 16],
    ['template-value-raw', 20],
    ['template-value-raw', 39],
  ])
})
