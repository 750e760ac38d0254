import { describe, expect, test } from 'vitest'
import {
  detectDependencies,
  findExtraIndexes,
  findUncopied,
} from '../../src/detect/dependencies.ts'
import { findUnlocked } from '../../src/detect/unlocked.ts'
import { formatLocation } from '../../src/findings/finding.ts'
import { memoryRepo } from '../../src/repo/repo.ts'

function uncopied(files: Readonly<Record<string, string>>, root = '.'): string[] {
  const repo = memoryRepo(files)
  const listed = detectDependencies(root, repo)?.files ?? []
  return findUncopied(listed, root, repo).map(
    ({ rule, where, message }) => `${rule} ${formatLocation(where)} ${message}`,
  )
}

describe('the files of pip', () => {
  test('those that are included come along, each once', () => {
    const repo = memoryRepo({
      'requirements/production.txt': '-r base.txt\n-r web.txt\n',
      'requirements/web.txt': '-rbase.txt\n',
      'requirements/base.txt': 'flask\n',
    })
    expect(detectDependencies('.', repo)?.files).toEqual([
      'requirements/base.txt',
      'requirements/web.txt',
      'requirements/production.txt',
    ])
  })

  test('one above the root does not turn into one of the root', () => {
    const repo = memoryRepo({ 'api/requirements.txt': '-r ../base.txt\n', 'base.txt': 'flask\n' })
    expect(detectDependencies('api', repo)?.files).toEqual(['requirements.txt'])
  })
})

describe('an extra index in a requirements file', () => {
  const linesOf = (text: string): string[] =>
    findExtraIndexes(['requirements.txt'], 'api', memoryRepo({ 'api/requirements.txt': text })).map(
      ({ rule, where }) => `${rule} ${formatLocation(where)}`,
    )

  test.each([
    '--extra-index-url https://download.pytorch.org/whl/cpu',
    '  --extra-index-url=https://packages.example.com/simple',
  ])('%s', (line) => {
    expect(linesOf(`flask\r\n${line}\r\n`)).toEqual([
      'extra-index-in-requirements api/requirements.txt:2',
    ])
  })

  test.each([
    '# --extra-index-url https://a.example.com',
    '--index-url https://a.example.com',
    'flask',
  ])('is not: %s', (line) => expect(linesOf(line)).toEqual([]))

  test('its address, which may hold a password, is never repeated', () => {
    const text = '--extra-index-url https://reader:hunter2@packages.example.com\n'
    const repo = memoryRepo({ 'requirements.txt': text })
    expect(JSON.stringify(findExtraIndexes(['requirements.txt'], '.', repo))).not.toContain(
      'hunter2',
    )
  })
})

describe('a requirements file that needs more than is copied', () => {
  test.each([
    ['-c constraints.txt', 'constraints.txt'],
    ['-cconstraints.txt', 'constraints.txt'],
    ['--constraint=constraints.txt', 'constraints.txt'],
    ['--constraint "constraints.txt"  # pins', 'constraints.txt'],
    ['-r ../base.txt', '../base.txt'],
    ['-e .', '.'],
    ['--editable=./libs/common', './libs/common'],
    ['./libs/common', './libs/common'],
    ['libs/common[extra]', 'libs/common[extra]'],
    ['wheels/common-1.0-py3-none-any.whl', 'wheels/common-1.0-py3-none-any.whl'],
    ['common @ file:///src/common', 'file:///src/common'],
    ['-f ./wheels', './wheels'],
    ['--find-links=./wheels', './wheels'],
  ])('%s', (line, needed) => {
    const found = uncopied({ 'api/requirements.txt': `flask\n${line}\n`, 'api/x.py': '' }, 'api')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^requirements-need-more-files api\/requirements\.txt:2 /)
    expect(found[0]).toContain(needed)
  })

  test.each([
    'flask==3.1.0 # see ./docs',
    'flask>=3 ; python_version >= "3.9"',
    'celery[redis]',
    '-i https://pypi.org/simple',
    '--extra-index-url https://example.com/simple',
    '-e git+https://github.com/pallets/flask.git#egg=flask',
    'common @ https://example.com/common-1.0-py3-none-any.whl',
    'git+ssh://git@example.com/team/common.git@v1',
    'https://example.com/common.tar.gz',
    '-c https://example.com/constraints.txt',
    '-r https://example.com/base.txt',
    '--find-links https://example.com/wheels',
    'flask==3.1.0 \\\n    --hash=sha256:abc/def',
  ])('not %s', (line) => {
    expect(uncopied({ 'requirements.txt': `${line}\n` })).toEqual([])
  })

  test('a file that is included but not listed', () => {
    const repo = memoryRepo({ 'requirements.txt': '-r base.txt\n', 'base.txt': 'flask\n' })
    const [finding] = findUncopied(['requirements.txt'], '.', repo)
    expect(finding?.fix).toContain('`dependencies.files`')
    expect(findUncopied(['base.txt', 'requirements.txt'], '.', repo)).toEqual([])
  })

  test('no manifest or lock file is read as requirements', () => {
    const repo = memoryRepo({ 'uv.lock': './x\n', 'pyproject.toml': './x\n', Pipfile: './x\n' })
    expect(findUncopied(['pyproject.toml', 'uv.lock', 'Pipfile'], '.', repo)).toEqual([])
  })
})

describe('a manifest without a lock file', () => {
  test.each([
    ['[project]\nname = "shop"\n', 'uv lock'],
    ['[tool.poetry]\nname = "shop"\n', 'poetry lock'],
    ['[project]\nname = "shop"\n[tool.pdm]\n', 'pdm lock'],
  ])('%j is locked by %s', (manifest, command) => {
    const finding = findUnlocked('api', memoryRepo({ 'api/pyproject.toml': manifest }))
    expect(finding).toMatchObject({
      rule: 'dependencies-not-locked',
      severity: 'error',
      where: { file: 'api/pyproject.toml' },
    })
    expect(finding?.fix).toContain(`\`${command}\``)
    expect(finding?.fix).toContain('requirements.txt')
  })

  test('a Pipfile too', () => {
    const finding = findUnlocked('.', memoryRepo({ Pipfile: '[packages]\n' }))
    expect(finding?.fix).toContain('`pipenv lock`')
  })

  test.each<Record<string, string>>([
    { 'pyproject.toml': '[project]\n', 'uv.lock': '' },
    { 'pyproject.toml': '[project]\n', 'requirements.txt': 'flask\n' },
    { 'pyproject.toml': '[tool.ruff]\n' },
    { 'pyproject.toml': 'not toml' },
    {},
  ])('not %j', (files) => {
    expect(findUnlocked('.', memoryRepo(files))).toBeUndefined()
  })
})
