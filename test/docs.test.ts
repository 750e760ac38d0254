import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from 'prettier'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import manifest from '../package.json' with { type: 'json' }
import { writePromises } from '../scripts/promises.ts'
import { writeReference } from '../scripts/reference.ts'
import { writeRules } from '../scripts/rules.ts'
import { runCli } from './support/cli.ts'
import { projectFolder } from './support/examples.ts'
import { readBlocks } from './support/pages/blocks.ts'
import { findBrokenLinks } from './support/pages/links.ts'
import { followedPaths, pagePaths } from './support/pages/paths.ts'
import { temporaryFolder } from './support/temporary.ts'

test.each([
  ['docs/reference.md', 'the settings table', writeReference],
  ['docs/promises.md', 'the table of promises', () => writePromises(projectFolder)],
  ['docs/rules.md', 'the tables of rules', writeRules],
])('%s says what %s says; `npm run docs` rewrites it', async (path, _table, write) => {
  await expect(await write()).toMatchFileSnapshot(join(projectFolder, path))
})

describe.each(pagePaths)('%s', (path) => {
  const page = readFileSync(join(projectFolder, path), 'utf8')

  test('prettier leaves it alone', async () => {
    expect(await check(page, { filepath: path })).toBe(true)
  })

  test('its links lead somewhere', () => {
    expect(findBrokenLinks(page, path, projectFolder)).toEqual([])
  })
})

test('docs/README.md leads to every page of docs', () => {
  const index = readFileSync(join(projectFolder, 'docs/README.md'), 'utf8')
  const pages = pagePaths.flatMap((path) => /^docs\/(?!README)(.+)$/.exec(path)?.[1] ?? [])
  expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([])
})

test('README.md has every command of the program, and no other', () => {
  const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8')
  const listed = [...readme.matchAll(/^\| `([a-z]+)(?: \[[a-z]+\])?`/gm)].map(([, name]) => name)
  const help = runCli(projectFolder, ['--help']).stdout.split('Commands:')[1] ?? ''
  const commands = [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name)
  expect(commands).toContain('generate')
  expect(listed.sort()).toEqual(commands.sort())
})

test('docs/getting-started.md quotes the questions of init', () => {
  const page = readFileSync(join(projectFolder, 'docs/getting-started.md'), 'utf8')
  const [, rows = ''] = /^\| question .*\n\| -.*\n((?:\|.*\n)+)/m.exec(page) ?? []
  const quoted = rows.split('\n').flatMap((row) => row.split('|')[1]?.trim() ?? [])
  const source = readFileSync(join(projectFolder, 'src/commands/init-questions.ts'), 'utf8')
  expect(quoted).toHaveLength(source.match(/\bask\(\{/g)?.length ?? 0)
  expect(quoted.filter((text) => !text.split('…').every((part) => source.includes(part)))).toEqual(
    [],
  )
})

test('every npm script that a page names exists', () => {
  const pages = pagePaths.map((path) => readFileSync(join(projectFolder, path), 'utf8')).join('\n')
  const named = [...pages.matchAll(/\bnpm (?:run ([a-z]+)|(test))\b/g)].map(([, ...ids]) =>
    ids.join(''),
  )
  expect(named).toContain('quickstart')
  expect(named.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([])
})

test('docs/ci.md hands the action its own inputs, and names a hook that there is', () => {
  const read = (path: string) => parse(readFileSync(join(projectFolder, path), 'utf8'))
  const blocks = readBlocks(readFileSync(join(projectFolder, 'docs/ci.md'), 'utf8'))
  const [workflow, hooks] = blocks
    .filter(({ language }) => language === 'yaml')
    .map(({ body }) => parse(body))
  const inputs = workflow.jobs.check.steps.at(-1).with
  expect(Object.keys(inputs)).toEqual(Object.keys(read('action.yml').inputs))
  expect(hooks.repos[0].hooks).toEqual([{ id: read('.pre-commit-hooks.yaml')[0].id }])
})

test('the release that pages name is this one', () => {
  const pages = followedPaths
    .map((path) => readFileSync(join(projectFolder, path), 'utf8'))
    .join('\n')
  const named = [
    ...pages.matchAll(/(?:hoptix-deploy@v?|^\s+rev: v|^\s+version: ")(\d+\.\d+\.\d+)/gm),
  ].map(([, version]) => version)
  expect(named.length).toBeGreaterThan(4)
  expect(new Set(named)).toEqual(new Set([manifest.version]))
})

test.each([
  ['[gone](gone.md)', 'gone.md leads to no file'],
  ['![gone](images/gone.svg)', 'images/gone.svg leads to no file'],
  ['[above](../page.md)', '../page.md leads to no file'],
  ['[here](#nowhere)', '#nowhere leads to no heading'],
  ['[other](other.md#nowhere)', 'other.md#nowhere leads to no heading'],
  ['[third](#twice-2)', '#twice-2 leads to no heading'],
  ['[plain](http://example.com)', 'http://example.com is not https'],
])('a broken link is found: %s', (link, complaint) => {
  const folder = temporaryFolder({ 'other.md': '# Other `one`, and more\n' })
  const fine = '[a](#twice) [b](#twice-1) [c](other.md#other-one-and-more) [d](https://a.example)'
  const page = `# Twice\n\n## Twice\n\n${fine}\n\n${link}\n`
  expect(findBrokenLinks(page, 'page.md', folder)).toEqual([`page.md: ${complaint}.`])
})
