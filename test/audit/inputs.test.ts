import { describe, expect, test } from 'vitest'
import { findMissingInputs } from '../../src/audit/inputs.ts'
import { memoryRepo } from '../../src/repo/repo.ts'
import { renderDescription } from '../support/examples.ts'

/** What is found missing where `app` is `app:made` or as given, in a repository of these files alone. */
function missing(files: Readonly<Record<string, string>>, app = 'app:made', more = ''): string[] {
  const text = `name: shop\napp: ${app}\nframework: flask\n${more}`
  const [plan] = renderDescription(text).plans
  if (!plan) throw new Error('no plan')
  const repo = memoryRepo({ 'requirements.txt': '', ...files })
  return findMissingInputs(plan, repo).map(({ rule, message }) => `${rule}: ${message}`)
}

const nothing = 'app-callable-missing: app.py has nothing that is called made.'

describe('a callable that its module does not have', () => {
  test.each([
    ['another name', 'app = Flask(__name__)\n'],
    ['a longer name', 'made_of = homemade = Flask(__name__)\n'],
    ['nothing at all', ''],
    ['a module that is imported', 'from flask import Flask\nimport shop\n'],
  ])('is found: %s', (_, text) => {
    expect(missing({ 'app.py': text })).toEqual([nothing])
  })

  test.each([
    ['it is assigned', 'made = Flask(__name__)\n'],
    ['it is a function', 'def made():\n    return Flask(__name__)\n'],
    ['it is imported', 'from shop import made\n'],
    ['it is imported under another name', 'from shop import app as made\n'],
    ['it is one of several', 'other, made = make()\n'],
    ['it is made in a branch', 'if True:\n    made = 1\n'],
    ['everything is imported', 'from shop import *\n'],
    ['it is put there by name', 'globals()["ma" + "de"] = 1\n'],
    ['the module answers for any name', 'def __getattr__(name):\n    return 1\n'],
  ])('is not claimed where %s', (_, text) => {
    expect(missing({ 'app.py': text })).toEqual([])
  })

  test('is looked for in a factory, without its brackets', () => {
    expect(missing({ 'app.py': 'def made(): ...\n' }, 'app:made()')).toEqual([])
    expect(missing({ 'app.py': 'def make(): ...\n' }, 'app:made()')).toEqual([nothing])
  })

  test('is looked for where Python would: a package comes before a module, appDir before all', () => {
    const module = { 'src/shop.py': 'made = 1\n' }
    expect(missing(module, 'shop:made', 'appDir: src\n')).toEqual([])
    const both = { ...module, 'src/shop/__init__.py': '' }
    expect(missing(both, 'shop:made', 'appDir: src\n')).toEqual([
      'app-callable-missing: src/shop/__init__.py has nothing that is called made.',
    ])
  })

  test('is not looked for in a package without a file of its own', () => {
    expect(missing({ 'shop/other.py': '' }, 'shop:made')).toEqual([])
  })
})

test('a module that is not there is told of alone', () => {
  expect(missing({ 'other.py': '' })).toEqual([
    'app-module-missing: Neither app.py nor a package app exists.',
  ])
})
