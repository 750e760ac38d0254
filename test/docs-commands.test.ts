import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectFolder } from './support/examples.ts'
import { followedPaths } from './support/pages/paths.ts'
import { runPage } from './support/pages/run-page.ts'

/** What no test can carry out, page by page: nothing else is left out. */
const needsPorter = 'needs a Porter account'
const takesMinutes = 'takes minutes, and its numbers are of one machine'
const notRun: Readonly<Record<string, readonly string[]>> = {
  'README.md': [needsPorter, 'CI itself runs these'],
  'docs/benchmarks.md': [takesMinutes],
  'docs/ci.md': [needsPorter],
  'docs/getting-started.md': [needsPorter, needsPorter, needsPorter],
  'docs/monorepos.md': [needsPorter],
  'docs/tests.md': ['CI itself runs these', 'CI itself runs these'],
  'docs/verify.md': [
    'takes minutes, and its times and addresses differ from run to run',
    'takes minutes, and its times and addresses differ from run to run',
    'needs a deployed service',
  ],
  'docs/proof.md': ['CI itself runs it', takesMinutes, takesMinutes],
}

describe.each(followedPaths)('%s', (path) => {
  const page = readFileSync(join(projectFolder, path), 'utf8')

  test('its commands do what it says; `npm run docs` rewrites their output', async () => {
    const run = runPage(page)
    await expect(run.text).toMatchFileSnapshot(join(projectFolder, path))
    expect(run.notRun).toEqual(notRun[path] ?? [])
  }, 120_000)
})

const fence = '```'

const copy = '<!-- run in a copy of examples/flask-guide -->\n\n'

/** One block of a page, with what stands above it. */
function pageOf(language: string, body: string, above = copy): string {
  return `# Page\n\n${above}${fence}${language}\n${body}\n${fence}\n\nMore.\n`
}

const empty = '<!-- run in an empty folder called shop -->\n\n'

describe('a page that is right stays as it is', () => {
  test.each([
    ['output', pageOf('console', '$ echo one\none\n$ echo two\ntwo')],
    ['output with lines left out', pageOf('console', '$ seq 5\n1\n...\n5')],
    ['nothing left out', pageOf('console', '$ seq 2\n1\n...\n2')],
    ['a command over two lines', pageOf('console', '$ echo one \\\n    two\none two')],
    ['the exit code of the command before', pageOf('console', '$ (exit 3)\n$ echo $?\n3')],
    ['a script', pageOf('sh', 'true\ntest -f hoptix.yaml # the description')],
    ['a file', pageOf('yaml', '# hoptix.yaml\nname: shop\napp: app:app')],
    ['JSON', pageOf('json', '{"ok": true}')],
    ['the folder it names', pageOf('sh', 'test "$(basename "$PWD")" = shop', empty)],
    [
      'a file in a folder',
      `${pageOf('python', '# a/b.py\nx = 1')}${pageOf('sh', 'test -f a/b.py', '')}`,
    ],
    ['an edit', pageOf('diff', '+++ b/hoptix.yaml\n-framework: flask\n+framework: wsgi')],
    ['this version', pageOf('sh', 'npx --yes hoptix-deploy check || test $? = 1')],
    [
      'an indented block',
      `${copy}1. One:\n\n   ${fence}console\n   $ echo one\n   one\n   ${fence}\n`,
    ],
  ])('%s', (_what, page) => {
    expect(runPage(page)).toEqual({ text: page, notRun: [] })
  })

  test('a block that is marked is not run, and told', () => {
    const page = pageOf('sh', 'false', `${copy}<!-- not run: needs a Porter account -->\n\n`)
    expect(runPage(page)).toEqual({ text: page, notRun: ['needs a Porter account'] })
  })
})

describe('a page that is wrong is found', () => {
  test.each([
    ['other output', '$ echo one\ntwo', '$ echo one\none'],
    ['a line too many', '$ echo one\none\ntwo', '$ echo one\none'],
    ['a line too few', '$ seq 2\n1', '$ seq 2\n1\n2'],
    ['lines left out that are not there', '$ seq 3\n1\n...\n4', '$ seq 3\n1\n2\n3'],
    ['an end that is not the end', '$ seq 3\n...\n2', '$ seq 3\n1\n2\n3'],
    ['no output where there is some', '$ echo one', '$ echo one\none'],
  ])('%s', (_what, wrong, right) => {
    expect(runPage(pageOf('console', wrong)).text).toBe(pageOf('console', right))
  })

  test('in an indented block too', () => {
    const page = `${copy}1. One:\n\n   ${fence}console\n   $ seq 3\n   3\n   ${fence}\n\n2. Two.\n`
    expect(runPage(page).text).toBe(page.replace('   3\n', '   1\n   2\n   3\n'))
  })

  test.each([
    ['a script that fails', 'sh', 'false\ntrue', 'Exit code 1'],
    ['another version', 'sh', 'npx hoptix-deploy@9.9.9 check', 'Exit code 127'],
    ['a language nobody knows', 'ruby', 'puts 1', 'A block of ruby is not carried out'],
    ['no language', '', '$ echo one', 'A block of no language is not carried out'],
    ['output without a command', 'console', 'one', 'begins with a command'],
    ['a description with a mistake', 'yaml', '# hoptix.yaml\nname: Shop\napp: a:b', '`name`'],
    ['YAML that is none', 'yaml', '# a.yaml\na: [', 'Flow sequence'],
    ['a file without a name', 'yaml', 'a: 1', 'a comment that names its file'],
    ['JSON that is none', 'json', '{ok: true}', 'JSON'],
    ['an edit of what is not there', 'diff', '+++ b/hoptix.yaml\n-nothing', 'exactly once'],
  ])('%s', (_what, language, body, complaint) => {
    expect(() => runPage(pageOf(language, body))).toThrow(complaint)
    expect(() => runPage(pageOf(language, body))).toThrow('The block in line 5: ')
  })

  test('a page that does not say where its commands run', () => {
    expect(() => runPage(pageOf('sh', 'true', ''))).toThrow('does not say where its commands run')
  })

  test('output that would end its own block', () => {
    expect(() => runPage(pageOf('console', `$ echo '${fence}'`))).toThrow('leave that out')
  })
})
