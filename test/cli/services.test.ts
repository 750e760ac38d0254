import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../support/cli.ts'
import { readFiles, temporaryFolder } from '../support/temporary.ts'

const app = 'from flask import Flask\n\napp = Flask(__name__)\n'
const sources = Object.fromEntries(
  ['shop', 'desk', 'office'].flatMap((root) => [
    [`${root}/app.py`, app],
    [`${root}/requirements.txt`, 'flask==3.1.0\n'],
  ]),
)

const one = 'name: shop\nroot: shop\napp: app:app\n'
const service = (name: string, root = name, more = '') =>
  `  - { name: ${name}, root: ${root}, app: app:app${more} }\n`
const several = (...services: string[]) => `services:\n${services.join('')}`
const shared = (...services: string[]) =>
  `defaults: { context: repository }\n${several(...services)}`

interface Change {
  readonly path: string
  readonly kind: string
  readonly reason?: string
}

function describeIn(folder: string, text: string): void {
  writeFileSync(join(folder, 'hoptix.yaml'), text)
}

function generated(text: string, more: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder({ ...sources, ...more, 'hoptix.yaml': text })
  expect(runCli(folder, ['generate'])).toMatchObject({ exitCode: 0 })
  return folder
}

/** What generating would do to each file, those that stay as they are left out. */
function changesIn(folder: string): Record<string, string> {
  const { stdout } = runCli(folder, ['generate', '--dry-run', '--json'])
  const { changes } = JSON.parse(stdout) as { changes: Change[] }
  return Object.fromEntries(
    changes
      .filter(({ kind }) => kind !== 'unchanged')
      .map(({ path, kind, reason }) => [path, [kind, reason].filter(Boolean).join(' ')]),
  )
}

function pathsOf(folder: string): string[] {
  const generated = /Dockerfile|\.dockerignore|gunicorn|hoptix_server|porter\.yaml|DEPLOYMENT/
  return Object.keys(readFiles(folder)).filter((path) => generated.test(path))
}

describe('--stdout', () => {
  test('names the candidates where several files have that name', () => {
    const folder = generated(several(service('shop'), service('desk')))
    const { exitCode, stdout } = runCli(folder, ['generate', '--stdout', 'Dockerfile'])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('Several files')
    expect(stdout).toContain('shop/Dockerfile, desk/Dockerfile')
    expect(stdout).not.toContain('hoptix.yaml')
  })

  test('prints the file whose whole path it is, also where others end like it', () => {
    const atTop = { 'app.py': app, 'requirements.txt': 'flask==3.1.0\n' }
    const folder = generated(several(service('shop', '.'), service('desk')), atTop)
    for (const path of ['Dockerfile', 'desk/Dockerfile']) {
      const { exitCode, stdout } = runCli(folder, ['generate', '--stdout', path])
      expect(exitCode).toBe(0)
      expect(stdout).toBe(readFileSync(join(folder, path), 'utf8'))
    }
  })

  test('takes the end of a path that only one file has', () => {
    const folder = generated(several(service('shop'), service('services-desk', 'desk')))
    const { stdout } = runCli(folder, ['generate', '--stdout', 'desk/porter.yaml'])
    expect(stdout).toBe(readFileSync(join(folder, 'desk/porter.yaml'), 'utf8'))
  })
})

test('--force replaces the one file that it names, of the service it names', () => {
  const folder = generated(several(service('shop'), service('desk')))
  for (const root of ['shop', 'desk']) appendFileSync(join(folder, root, 'Dockerfile'), 'RUN x\n')
  expect(runCli(folder, ['generate', '--force', 'desk/Dockerfile']).exitCode).toBe(1)
  expect(changesIn(folder)).toEqual({
    'shop/Dockerfile': 'blocked edited',
    'desk/Dockerfile': 'blocked edited',
  })
  const { exitCode } = runCli(folder, ['generate', '--force', 'desk/Dockerfile', 'shop/Dockerfile'])
  expect(exitCode).toBe(0)
  expect(changesIn(folder)).toEqual({})
})

describe('from one service to several and back', () => {
  test('porter.yaml moves into the folder, the old one is an orphan, and nothing else is lost', () => {
    const folder = generated(one)
    const before = pathsOf(folder)
    describeIn(folder, several(service('shop'), service('desk')))
    expect(changesIn(folder)).toMatchObject({
      'shop/porter.yaml': 'create',
      'shop/Dockerfile': 'update stale',
      'shop/DEPLOYMENT.md': 'update stale',
      'porter.yaml': 'orphan',
    })
    expect(runCli(folder, ['generate', '--prune']).exitCode).toBe(0)
    expect(runCli(folder, ['check']).exitCode).toBe(0)

    describeIn(folder, one)
    expect(changesIn(folder)).toMatchObject({
      'porter.yaml': 'create',
      'shop/porter.yaml': 'orphan',
      'desk/porter.yaml': 'orphan',
    })
    expect(runCli(folder, ['generate', '--prune']).exitCode).toBe(0)
    expect(pathsOf(folder)).toEqual(before)
    expect(runCli(folder, ['check']).exitCode).toBe(0)
  })
})

describe('a service that is', () => {
  test('removed leaves orphans, and is said to run on', () => {
    const folder = generated(several(service('shop'), service('desk')))
    describeIn(folder, several(service('shop')))
    const changes = changesIn(folder)
    expect(Object.keys(changes).every((path) => path.startsWith('desk/'))).toBe(true)
    expect(new Set(Object.values(changes))).toEqual(new Set(['orphan']))
    const { stdout } = runCli(folder, ['check'])
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'no longer has the service desk, which this file was made for. Its app on Porter keeps running',
    )
  })

  test('moved leaves orphans where it was', () => {
    const folder = generated(several(service('shop'), service('desk')))
    describeIn(folder, several(service('shop'), service('desk', 'office')))
    expect(changesIn(folder)).toMatchObject({
      'office/Dockerfile': 'create',
      'desk/Dockerfile': 'orphan',
    })
    expect(runCli(folder, ['check']).stdout).toContain('no longer plans this file')
  })

  test('renamed keeps its files', () => {
    const folder = generated(several(service('shop'), service('desk')))
    describeIn(folder, several(service('shop'), service('counter', 'desk')))
    const changes = changesIn(folder)
    expect(changes).toMatchObject({ 'desk/porter.yaml': 'update stale' })
    expect(new Set(Object.values(changes))).toEqual(new Set(['update stale']))
  })
})

describe('the .dockerignore that services share', () => {
  const both = shared(service('shop'), service('desk'))
  const changeIn = (folder: string) => changesIn(folder)['.dockerignore']

  test('is written once, and belongs to no service', () => {
    const folder = generated(both)
    const text = readFileSync(join(folder, '.dockerignore'), 'utf8')
    expect(text).toMatch(/^# Written by hoptix-deploy from hoptix\.yaml; edits belong there\.$/m)
    expect(text).toMatch(/^shop\/tests$/m)
    expect(text).toMatch(/^desk\/tests$/m)
    expect(runCli(folder, ['check']).exitCode).toBe(0)
  })

  test('is stale when a service joins or moves, and not when one changes otherwise', () => {
    const folder = generated(both)
    describeIn(folder, shared(service('shop', 'shop', ', port: 9000'), service('desk')))
    expect(changeIn(folder)).toBeUndefined()
    describeIn(folder, shared(service('shop'), service('desk'), service('office')))
    expect(changeIn(folder)).toBe('update stale')
    describeIn(folder, shared(service('shop'), service('desk', 'office')))
    expect(changeIn(folder)).toBe('update stale')
    describeIn(folder, shared(service('shop')))
    expect(changeIn(folder)).toBe('update stale')
  })

  test('holds an entry of image.ignore only where all of them have it', () => {
    const ignoring = (...entries: string[]) =>
      shared(
        ...['shop', 'desk'].map((name, at) =>
          service(name, name, `, image: { ignore: ["${entries[at]}"] }`),
        ),
      )
    const lines = (text: string) =>
      readFileSync(join(generated(text), '.dockerignore'), 'utf8').split('\n')
    expect(lines(ignoring('docs/drafts', '*.csv'))).not.toContain('docs/drafts')
    expect(lines(ignoring('docs/drafts', 'docs/drafts'))).toContain('docs/drafts')
  })

  test('is outdated when only its text differs, and edited when a person changed it', () => {
    const folder = generated(both)
    const path = join(folder, '.dockerignore')
    const current = readFileSync(path, 'utf8')
    // What another version wrote of the same description: its body and the hash of that body.
    const other = generated(shared(service('shop'), service('desk', 'office')))
    const hash = (text: string) => /description:([0-9a-f]{16})/.exec(text)?.[1] ?? ''
    const foreign = readFileSync(join(other, '.dockerignore'), 'utf8')
    writeFileSync(path, foreign.replace(hash(foreign), hash(current)))
    expect(changeIn(folder)).toBe('update outdated')
    writeFileSync(path, `${current}*.csv\n`)
    expect(changeIn(folder)).toBe('blocked edited')
    expect(runCli(folder, ['check']).stdout).toContain('image.ignore')
  })
})
