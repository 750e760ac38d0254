import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { findCycles, type Import } from './support/cycles.ts'
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
  'rules.ts': ['artifacts', 'audit', 'detect', 'promises.ts', 'spec', 'targets', 'verify'],
  'promises.ts': [],
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
  reporters: ['artifacts', 'findings', 'outcome.ts', 'plan', 'program.ts', 'targets', 'verify'],
  io: ['artifacts', 'findings', 'program.ts', 'repo'],
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
  return importsIn(textOf(path))
}

/** Of values and of types, static and dynamic. */
function importsIn(text: string): string[] {
  return ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName)
}

const fileImports = files.flatMap((path) =>
  importsOf(path)
    .filter((specifier) => specifier.startsWith('.') && !/\.(?:hbs|hbs\?raw|json)$/.test(specifier))
    .map((specifier): Import => [path, relative(source, join(source, dirname(path), specifier))]),
)

const layerImports = fileImports
  .map(([from, to]): Import => [layerOf(from), layerOf(to)])
  .filter(([from, to]) => from !== to)

const allowedImports = Object.entries(mayImport).flatMap(([from, targets]) =>
  targets.map((to): Import => [from, to]),
)

test('a layer imports only what the table allows', () => {
  const forbidden = fileImports
    .filter(([from, to]) => {
      const layer = layerOf(from)
      return ![layer, ...(mayImport[layer] ?? [])].includes(layerOf(to))
    })
    .map(([from, to]) => `${from} imports ${layerOf(to)}`)
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

test.each([
  ['the table', allowedImports],
  ['the layers', layerImports],
  ['the files', fileImports],
])('%s: no cycle of imports', (_, imports) => {
  expect(imports.length).toBeGreaterThan(0)
  expect(findCycles(imports)).toEqual([])
})

test('a cycle of three is found, without what leads to it or away from it', () => {
  const cycle: Import[] = [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ]
  expect(findCycles([['before', 'a'], ...cycle, ['b', 'after'], ['before', 'after']])).toEqual([
    ['a imports b', 'b imports c', 'c imports a'],
  ])
})

test('every import leads to a file of src/', () => {
  expect(fileImports.filter(([, to]) => !files.includes(to))).toEqual([])
})

test('every form of import is seen', () => {
  const text = `
import './effect.ts'
import { value } from './value.ts'
import type { Type } from './type.ts'
import {
  type One,
} from './several-lines.ts'
export * from './again.ts'
type Flags = import('./type-of-import.ts').Flags
const { late } = await import('./late.ts')
const text = "of course, from 'no-import.ts' nothing comes"
`
  expect(importsIn(text)).toEqual([
    './effect.ts',
    './value.ts',
    './type.ts',
    './several-lines.ts',
    './again.ts',
    './type-of-import.ts',
    './late.ts',
  ])
})
