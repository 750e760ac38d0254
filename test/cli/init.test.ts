import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import type { Finding } from '../../src/findings/finding.ts'
import { runCli } from '../support/cli.ts'
import { putFiles, readFiles, temporaryFolder } from '../support/temporary.ts'

const app = 'from flask import Flask\n\napp = Flask(__name__)\n'
const service = { 'app.py': app, 'requirements.txt': 'flask\n' }
const nested = { 'backend/app.py': app, 'backend/requirements.txt': 'flask\n' }

function initJson(folder: string, ...args: string[]) {
  const { exitCode, stdout } = runCli(folder, ['init', '--json', ...args])
  const { findings } = JSON.parse(stdout) as { findings: Finding[] }
  return { exitCode, findings, rules: findings.map(({ rule }) => rule) }
}

/** What follows "Next:", its lines joined. */
function nextSteps(folder: string) {
  const { exitCode, stdout, stderr } = runCli(folder, ['init', '--yes'])
  const text = `${stdout}${stderr}`.split('Next:')[1] ?? ''
  return { exitCode, next: text.replace(/\s+/g, ' ') }
}

describe('below the top of the repository', () => {
  test('a description above is not passed over', () => {
    const folder = temporaryFolder({ ...nested, 'hoptix.yaml': 'name: shop\n' })
    const before = readFiles(folder)
    const { exitCode, findings } = initJson(join(folder, 'backend'))
    expect(exitCode).toBe(1)
    expect(findings).toMatchObject([
      { rule: 'description-above', fix: expect.stringContaining('`--cwd ..`') },
    ])
    expect(readFiles(folder)).toEqual(before)
  })

  test('a repository that begins above is the place to start', () => {
    const folder = temporaryFolder({ ...nested, '.git/HEAD': '' })
    const { exitCode, findings } = initJson(join(folder, 'backend'))
    expect(exitCode).toBe(1)
    expect(findings).toMatchObject([
      {
        rule: 'inside-a-repository',
        fix: expect.stringContaining('`npx hoptix-deploy init --cwd .. --root backend`'),
      },
    ])
    expect(existsSync(join(folder, 'backend/hoptix.yaml'))).toBe(false)
    expect(initJson(join(folder, 'backend'), '--cwd', '..', '--root', 'backend').exitCode).toBe(0)
    expect(Object.keys(readFiles(folder))).toContain('porter.yaml')
  })

  test('the command that is named starts where the person stands', () => {
    const folder = temporaryFolder({ ...nested, '.git/HEAD': '' })
    expect(initJson(folder, 'backend').findings[0]?.fix).toContain(
      '`npx hoptix-deploy init --root backend`',
    )
  })

  test('a repository of its own begins here', () => {
    const folder = temporaryFolder({ ...nested, '.git/HEAD': '', 'backend/.git/HEAD': '' })
    expect(initJson(join(folder, 'backend')).exitCode).toBe(0)
  })

  test('a description that stands here is kept, as anywhere', () => {
    const folder = temporaryFolder({ ...nested, '.git/HEAD': '' })
    putFiles(folder, { 'backend/hoptix.yaml': 'name: shop\napp: app:app\n' })
    expect(initJson(join(folder, 'backend')).exitCode).toBe(0)
  })
})

describe('what the image could not be built from stops before anything is written', () => {
  test.each([
    ['requirements-need-more-files', { 'requirements.txt': '-c constraints.txt\nflask\n' }],
    ['dependencies-not-locked', { 'pyproject.toml': '[project]\nname = "shop"\n' }],
  ])('%s', (rule, files) => {
    const folder = temporaryFolder({ 'app.py': app, ...(files as Record<string, string>) })
    const before = readFiles(folder)
    const { exitCode, rules } = initJson(folder)
    expect(exitCode).toBe(1)
    expect(rules).toEqual([rule])
    expect(readFiles(folder)).toEqual(before)
  })
})

test('a Python that is not supported is named, and the default taken', () => {
  const folder = temporaryFolder({ ...service, '.python-version': '3.9\n' })
  const { exitCode, findings } = initJson(folder)
  expect(exitCode).toBe(0)
  expect(findings).toMatchObject([
    { rule: 'python-not-supported', severity: 'warning', file: '.python-version', line: 1 },
  ])
  expect(readFileSync(join(folder, 'hoptix.yaml'), 'utf8')).not.toContain('python:')
})

describe('flags', () => {
  test('those that a standing description leaves without effect are named', () => {
    const folder = temporaryFolder({ ...service, 'hoptix.yaml': 'name: shop\napp: app:app\n' })
    const { exitCode, findings } = initJson(folder, '--name', 'other', '--port', '9000')
    expect(exitCode).toBe(0)
    expect(findings).toMatchObject([{ rule: 'flags-ignored', severity: 'warning' }])
    expect(findings[0]?.message).toContain('--name and --port')
    expect(initJson(folder).rules).toEqual([])
  })

  test('--force and --origin leave the folder alone', () => {
    const folder = temporaryFolder(nested)
    const origins = ['--origin', 'https://a.example.com', '--origin', 'https://b.example.com']
    expect(initJson(folder, ...origins, '--force', 'backend').exitCode).toBe(0)
    const text = readFileSync(join(folder, 'backend/hoptix.yaml'), 'utf8')
    expect(text).toMatch(/https:\/\/a\.example\.com.*\n.*https:\/\/b\.example\.com/)
  })

  test('--origin takes one value', () => {
    const folder = temporaryFolder(nested)
    expect(initJson(folder, '--origin', 'https://a.example.com', 'backend').exitCode).toBe(0)
    expect(existsSync(join(folder, 'backend/hoptix.yaml'))).toBe(true)
  })
})

test('when a file stands in the way, the next steps lead on from the description that was written', () => {
  const folder = temporaryFolder({ ...service, Dockerfile: 'FROM python\n' })
  const { exitCode, next } = nextSteps(folder)
  expect(exitCode).toBe(1)
  expect(existsSync(join(folder, 'hoptix.yaml'))).toBe(true)
  expect(next).toContain('hoptix.yaml is written and stays')
  expect(next).toContain('`npx hoptix-deploy generate --force Dockerfile`')
  expect(runCli(folder, ['generate', '--force', 'Dockerfile']).exitCode).toBe(0)
})

test('when something else is missing, the next steps name the way on', () => {
  const folder = temporaryFolder({ 'app.py': app })
  const { exitCode, next } = nextSteps(folder)
  expect(exitCode).toBe(1)
  expect(next).toContain('hoptix.yaml is written and stays')
  expect(next).toContain('`npx hoptix-deploy generate`')
})

test('the schema that editors read is that of this release', () => {
  const folder = temporaryFolder(service)
  initJson(folder)
  expect(readFileSync(join(folder, 'hoptix.yaml'), 'utf8')).toContain(
    `$schema=https://unpkg.com/hoptix-deploy@${manifest.version}/schema.json\n`,
  )
})

test.each([
  ['a path above', '../elsewhere.yaml'],
  ['a link that leads nowhere', 'hoptix.yaml'],
])('a description behind %s is refused, and nothing is written', (_what, spec) => {
  const folder = temporaryFolder({
    'top/app.py': 'from flask import Flask\napp = Flask(__name__)\n',
    'top/requirements.txt': 'flask\n',
  })
  const top = join(folder, 'top')
  symlinkSync(join(folder, 'nowhere/hoptix.yaml'), join(top, 'hoptix.yaml'))
  for (const command of [['init', '--yes'], ['generate']]) {
    const { exitCode, stdout } = runCli(top, [...command, '--spec', spec, '--json'])
    expect({
      exitCode,
      rules: JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule),
    }).toEqual({
      exitCode: 1,
      rules: ['file-outside-repository'],
    })
  }
  expect(Object.keys(readFiles(top))).toEqual(['app.py', 'requirements.txt'])
})

describe('of several services', () => {
  const files = {
    'services/api/app.py': app,
    'services/api/requirements.txt': 'flask\n',
    'services/jobs/main.py': 'from fastapi import FastAPI\n\napp = FastAPI()\n',
    'services/jobs/requirements.txt': 'fastapi\n',
  }

  test('without an answer nothing is written, and the way to take all of them is named', () => {
    const folder = temporaryFolder(files)
    const { exitCode, findings } = initJson(folder, '--yes', '--name', 'shop')
    expect(exitCode).toBe(1)
    expect(findings[0]?.fix).toContain('`--all`')
    expect(readFiles(folder)).toEqual(files)
  })

  test('all of them: one service for each folder, which check finds clean', () => {
    const folder = temporaryFolder({ ...files, 'pyproject.toml': '[project]\nname = "shop"\n' })
    expect(initJson(folder, '--yes', '--all').exitCode).toBe(0)
    const description = readFiles(folder)['hoptix.yaml']
    expect(description).toContain('services:\n  - name: ')
    expect(description).toMatch(
      /-api\n {4}root: services\/api\n {4}app: app:app\n {4}framework: flask\n/,
    )
    expect(description).toMatch(/-jobs\n {4}root: services\/jobs\n {4}app: main:app\n/)
    expect(Object.keys(readFiles(folder))).toContain('services/jobs/porter.yaml')
    expect(runCli(folder, ['check']).exitCode).toBe(0)
  })

  test('a flag about one of them does not go with all of them', () => {
    const folder = temporaryFolder(files)
    expect(runCli(folder, ['init', '--all', '--app', 'app:app']).exitCode).toBe(2)
    expect(readFiles(folder)).toEqual(files)
  })
})
