import { describe, expect, test } from 'vitest'
import { detectPython } from '../../src/detect/python-version.ts'
import { pythonVersions } from '../../src/facts/python.ts'
import { memoryRepo } from '../../src/repo/repo.ts'
import { findSetting } from '../../src/spec/schema.ts'

const newest = pythonVersions.at(-1)
const usual = findSetting('python')?.default

function requires(specifier: string) {
  const text = `[project]\nname = "shop"\nrequires-python = "${specifier}"\n`
  return detectPython('.', memoryRepo({ 'pyproject.toml': text }))
}

describe('requires-python', () => {
  test.each([
    ['==3.12', '3.12'],
    ['==3.12.*', '3.12'],
    ['==3.12.4', '3.12'],
    ['~=3.12.0', '3.12'],
    ['<3.12', '3.11'],
    ['>=3.9,<3.12', '3.11'],
    ['>= 3.9, < 3.13, != 3.12.*', '3.11'],
    ['>=3.9,<=3.12.99', '3.12'],
    [`>=${newest}`, newest],
    [`>=${newest},<4`, newest],
  ])('%s asks for %s', (specifier, version) => {
    expect(requires(specifier)).toEqual({ version })
  })

  test.each(['>=3.9', '~=3.9', '>=3.11,<4', '>3.10', '', 'nonsense'])(
    '%j leaves the default',
    (specifier) => {
      expect(['3.13', '3.14']).toContain(usual)
      expect(requires(specifier)).toEqual({})
    },
  )

  test.each(['<3.11', '==3.9.*', '~=3.10.1', '>=4'])('%s cannot be met', (specifier) => {
    expect(requires(specifier)).toEqual({
      unmet: { wish: specifier, where: { file: 'pyproject.toml', line: 3 } },
    })
  })
})

test('.python-version is met, or named', () => {
  expect(detectPython('.', memoryRepo({ '.python-version': '3.12.4\n' }))).toEqual({
    version: '3.12',
  })
  expect(
    detectPython('api', memoryRepo({ 'api/app.py': '', 'api/.python-version': '# old\n3.9\n' })),
  ).toEqual({ unmet: { wish: '3.9', where: { file: 'api/.python-version', line: 2 } } })
})

test('the nearest wish counts, a file that pins before a range', () => {
  const files = {
    'pyproject.toml': '[project]\nrequires-python = ">=3.9"\n',
    '.python-version': '3.12\n',
    'api/runtime.txt': 'python-3.11.9\n',
  }
  expect(detectPython('.', memoryRepo(files))).toEqual({ version: '3.12' })
  expect(detectPython('api', memoryRepo(files))).toEqual({ version: '3.11' })
})
