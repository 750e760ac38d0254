import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from './support/examples.ts'

/**
 * Which layer may import which, from the ground up. What is not listed is forbidden; an import of types counts, since
 * it couples all the same. A layer is a folder of src/, or a file directly in it.
 */
const mayImport: Record<string, readonly string[]> = {
  facts: [],
  frameworks: ['facts'],
  findings: [],
  porter: ['findings'],
  repo: [],
  spec: ['facts', 'findings', 'frameworks', 'porter'],
  plan: ['facts', 'findings', 'frameworks', 'spec'],
  artifacts: ['facts', 'findings', 'frameworks', 'plan', 'program.ts', 'repo', 'spec'],
  targets: ['artifacts', 'facts', 'findings', 'frameworks', 'plan', 'porter', 'program.ts', 'spec'],
  'rules.ts': ['artifacts', 'audit', 'detect', 'spec', 'targets', 'verify'],
  'promises.ts': ['rules.ts', 'verify'],
  audit: [
    'artifacts',
    'facts',
    'findings',
    'frameworks',
    'plan',
    'porter',
    'promises.ts',
    'repo',
    'spec',
    'targets',
  ],
  verify: [
    'artifacts',
    'facts',
    'findings',
    'frameworks',
    'io',
    'plan',
    'program.ts',
    'spec',
    'targets',
  ],
  detect: ['artifacts', 'facts', 'findings', 'frameworks', 'repo', 'spec'],
  'pipeline.ts': ['artifacts', 'findings', 'plan', 'repo', 'spec', 'targets'],
  'outcome.ts': ['artifacts', 'findings', 'plan', 'targets', 'verify'],
  'program.ts': [],
  reporters: [
    'artifacts',
    'cli.ts',
    'findings',
    'outcome.ts',
    'plan',
    'program.ts',
    'targets',
    'verify',
  ],
  io: ['artifacts', 'cli.ts', 'findings', 'program.ts', 'repo'],
  commands: [
    'artifacts',
    'audit',
    'detect',
    'facts',
    'findings',
    'frameworks',
    'io',
    'outcome.ts',
    'pipeline.ts',
    'plan',
    'promises.ts',
    'repo',
    'rules.ts',
    'spec',
    'targets',
    'verify',
  ],
  'cli.ts': ['commands', 'outcome.ts', 'program.ts'],
  'main.ts': ['cli.ts', 'findings', 'io', 'reporters'],
}

/** Modules that touch the machine: only io/ may use them. */
const machineModules =
  /^node:(?:fs|fs\/promises|child_process|net|http|https|os|dns|tls|worker_threads)$/

const source = join(projectFolder, 'src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /(?<!\.d)\.ts$/.test(path),
)

function layerOf(path: string): string {
  if (path.startsWith('findings/reporters/')) return 'reporters'
  return path.split('/')[0] ?? path
}

function textOf(path: string): string {
  return readFileSync(join(source, path), 'utf8')
}

function importsOf(path: string): string[] {
  return [...textOf(path).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier = '']) => specifier,
  )
}

test('a layer imports only what the table allows', () => {
  const forbidden = files.flatMap((path) => {
    const layer = layerOf(path)
    const allowed = new Set([layer, ...(mayImport[layer] ?? [])])
    return importsOf(path)
      .filter(
        (specifier) => specifier.startsWith('.') && !/\.(?:hbs|hbs\?raw|json)$/.test(specifier),
      )
      .map((specifier) => layerOf(relative(source, join(source, dirname(path), specifier))))
      .filter((used) => !allowed.has(used))
      .map((used) => `${path} imports ${used}`)
  })
  expect(forbidden).toEqual([])
})

test('only io/ touches the machine', () => {
  const touching = files
    .filter((path) => layerOf(path) !== 'io')
    .flatMap((path) => {
      const process =
        /\bprocess\.(?:env|argv|exit|stdout|stdin|stderr|cwd|platform|kill|pid|on)\b/.exec(
          textOf(path),
        )
      const modules = importsOf(path).filter((specifier) => machineModules.test(specifier))
      return [...modules, ...(process ? [process[0]] : [])].map((used) => `${path} uses ${used}`)
    })
  expect(touching).toEqual([])
})

test('only the reporters paint', () => {
  const painting = files.filter(
    (path) => layerOf(path) !== 'reporters' && importsOf(path).includes('chalk'),
  )
  expect(painting).toEqual([])
})

test('every layer has its line in the table', () => {
  expect([...new Set(files.map(layerOf))].filter((layer) => !(layer in mayImport))).toEqual([])
})

test('no two layers import each other', () => {
  const edges = Object.entries(mayImport).flatMap(([from, targets]) =>
    targets.map((to) => [from, to] as const),
  )
  const mutual = edges
    .filter(([from, to]) => mayImport[to]?.includes(from))
    .map((pair) => [...pair].sort().join(' <-> '))
  expect([...new Set(mutual)]).toEqual([])
})
