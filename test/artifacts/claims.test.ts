import { describe, expect, test } from 'vitest'
import { generateFrom } from '../../src/pipeline.ts'
import { memoryRepo } from '../../src/repo/repo.ts'
import { runCli } from '../support/cli.ts'
import { readFiles, temporaryFolder } from '../support/temporary.ts'

function claimsOf(text: string) {
  const read = generateFrom(new TextEncoder().encode(text), 'hoptix.yaml', memoryRepo({}))
  if (read.ok) return []
  return read.findings.map(
    ({ rule, message, where }) => `${rule} ${where.line}:${where.column} ${message}`,
  )
}

const service = (name: string, root: string, more = '') =>
  `  - { name: ${name}, root: ${root}, app: app:app${more} }\n`

describe('two services that want one path', () => {
  test('because they have one root: told once, at the root of the later one', () => {
    expect(claimsOf(`services:\n${service('shop', 'web')}${service('desk', 'web')}`)).toEqual([
      'path-claimed-twice 3:25 web/Dockerfile belongs to `shop` already (hoptix.yaml:2:13).',
    ])
  })

  test('because neither has a root: told at the service itself', () => {
    const text = 'services:\n  - { name: shop, app: app:app }\n  - { name: desk, app: app:app }\n'
    expect(claimsOf(text)).toEqual([
      'path-claimed-twice 3:5 Dockerfile belongs to `shop` already (hoptix.yaml:2:13).',
    ])
  })

  test('because a default gives both one porter.yaml: told at that default', () => {
    const text = `defaults: { porter: { file: porter.yaml } }\nservices:\n${service('shop', 'a')}${service('desk', 'b')}`
    expect(claimsOf(text)).toEqual([
      'path-claimed-twice 1:29 porter.yaml belongs to `shop` already (hoptix.yaml:3:13).',
    ])
  })

  test('because the porter.yaml of one is a file of the other', () => {
    const text = `services:\n${service('shop', 'a')}${service('desk', 'b', ', porter: { file: a/porter.yaml }')}`
    expect(claimsOf(text)).toEqual([
      'path-claimed-twice 3:58 a/porter.yaml belongs to `shop` already (hoptix.yaml:2:13).',
    ])
  })

  test('is told of each later service, once', () => {
    const names = ['one', 'two', 'three']
    const text = `services:\n${names.map((name) => service(name, 'web')).join('')}`
    expect(claimsOf(text).map((claim) => claim.split(' web/')[0])).toEqual([
      'path-claimed-twice 3:24',
      'path-claimed-twice 4:26',
    ])
  })
})

describe('services that share no path', () => {
  test.each([
    ['with roots of their own', service('shop', 'a') + service('desk', 'b')],
    ['one inside the other', service('shop', '.') + service('desk', 'desk')],
    [
      'with one .dockerignore for both',
      service('shop', 'a', ', context: repository') + service('desk', 'b', ', context: repository'),
    ],
    [
      'with that of the service at the top',
      service('shop', '.') + service('desk', 'b', ', context: repository'),
    ],
  ])('%s, are fine', (_, services) => {
    expect(claimsOf(`services:\n${services}`)).toEqual([])
  })
})

test('nothing is written where a path is claimed twice', () => {
  const text = `services:\n${service('shop', 'web')}${service('desk', 'web')}`
  const folder = temporaryFolder({ 'hoptix.yaml': text })
  const { exitCode, stdout } = runCli(folder, ['generate', '--force'])
  expect(exitCode).toBe(1)
  expect(stdout).toContain('path-claimed-twice')
  expect(stdout).toContain('Nothing was written.')
  expect(Object.keys(readFiles(folder))).toEqual(['hoptix.yaml'])
})
