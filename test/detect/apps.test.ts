import { describe, expect, test } from 'vitest'
import { findApps } from '../../src/detect/apps.ts'
import { memoryRepo } from '../../src/repo/repo.ts'

const factory = (parameters: string) =>
  `from flask import Flask\n\ndef create_app(${parameters}):\n    return Flask(__name__)\n`

function appsOf(files: Readonly<Record<string, string>>) {
  return findApps(memoryRepo(files)).map(({ app, framework, file, line }) => ({
    app,
    framework,
    at: `${file}:${line}`,
  }))
}

describe('an assignment that calls a factory is an instance', () => {
  const instance = { app: 'wsgi:application', framework: 'flask', at: 'wsgi.py:2' }

  test.each([
    ['imported from a package', 'from shop import create_app', 'shop/__init__.py'],
    ['imported from a module', 'from shop.factory import create_app', 'shop/factory.py'],
    ['imported in brackets', 'from shop.factory import (create_app)', 'shop/factory.py'],
  ])('%s', (_, statement, file) => {
    const files = { [file]: factory('config'), 'shop/__init__.py': '', [file]: factory('config') }
    const wsgi = `${statement}\napplication = create_app("prod")\n`
    expect(appsOf({ ...files, 'wsgi.py': wsgi })).toEqual([instance])
  })

  test('imported under another name', () => {
    const wsgi = 'from shop import create_app as make\napplication = make("prod")\n'
    expect(appsOf({ 'shop.py': factory('config'), 'wsgi.py': wsgi })).toEqual([instance])
  })

  test('re-exported by the package', () => {
    const files = {
      'shop/__init__.py': 'from .factory import create_app\n',
      'shop/factory.py': factory('config'),
      'wsgi.py': 'from shop import create_app\napplication = create_app("prod")\n',
    }
    expect(appsOf(files)).toEqual([instance])
  })

  test('made in the same module', () => {
    const source = `${factory('config')}\napp = create_app("prod")\n`
    expect(appsOf({ 'main.py': source })).toEqual([
      { app: 'main:app', framework: 'flask', at: 'main.py:6' },
    ])
  })

  test('with the framework of that factory', () => {
    const api = 'from fastapi import FastAPI\n\ndef build_app(config):\n    return FastAPI()\n'
    const files = { 'api.py': api, 'main.py': 'from api import build_app\napp = build_app({})\n' }
    expect(appsOf(files)).toEqual([{ app: 'main:app', framework: 'fastapi', at: 'main.py:2' }])
  })

  test('and the factory that it calls is no second app', () => {
    const files = {
      'shop.py': factory(''),
      'wsgi.py': 'from shop import create_app\napplication = create_app()\n',
    }
    expect(appsOf(files)).toEqual([instance])
  })

  test('but a worker that needs the app is no app', () => {
    const files = {
      'shop.py': factory(''),
      'tasks.py': 'from shop import create_app\nflask_app = create_app()\n',
    }
    expect(appsOf(files)).toEqual([
      { app: 'shop:create_app()', framework: 'flask', at: 'shop.py:3' },
    ])
  })

  test('modules that import each other end', () => {
    const files = {
      'a.py': 'from b import create_app\napp = create_app()\n',
      'b.py': 'from a import create_app\n',
    }
    expect(appsOf(files)).toEqual([])
  })
})

describe('a factory is an app when it can be called without arguments', () => {
  test.each([
    '',
    'config=None',
    'config: str = "prod", **rest',
    '*args, name="x"',
    '*, debug=False',
  ])('def create_app(%s)', (parameters) => {
    expect(appsOf({ 'shop.py': factory(parameters) }).map(({ app }) => app)).toEqual([
      'shop:create_app()',
    ])
  })

  test.each(['config', 'config: str', 'name=1, *, config', 'config, /', '*args, config'])(
    'not def create_app(%s)',
    (parameters) => {
      expect(appsOf({ 'shop.py': factory(parameters) })).toEqual([])
    },
  )
})
