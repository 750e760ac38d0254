import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, format } from 'prettier'
import { expect, test } from 'vitest'
import { contextHelpers } from '../src/artifacts/templates.ts'
import { exampleFolder, projectFolder } from './support/examples.ts'
import { runPage } from './support/page.ts'
import { templateNames, viewNames, viewShape } from './support/views.ts'

const page = join(projectFolder, 'docs/custom-templates.md')
const text = readFileSync(page, 'utf8')

test('docs/custom-templates.md shows what its commands print; `npm run docs` rewrites it', async () => {
  await expect(runPage(text, exampleFolder('flask-guide'))).toMatchFileSnapshot(page)
})

test('docs/custom-templates.md names every helper, and no other', () => {
  const named = [...text.matchAll(/^\| `\{\{(\w+) value\}\}`/gm)].map(([, name]) => name)
  expect(named).toEqual(Object.keys(contextHelpers).sort())
})

test('docs/template-names.md names what each template is given; `npm run docs` rewrites it', async () => {
  await expect(await writeNames()).toMatchFileSnapshot(
    join(projectFolder, 'docs/template-names.md'),
  )
})

test('prettier leaves both pages alone', async () => {
  expect(await check(text, { filepath: 'custom-templates.md' })).toBe(true)
  expect(await check(await writeNames(), { filepath: 'template-names.md' })).toBe(true)
})

function writeNames(): Promise<string> {
  const sections = templateNames.map((name) => {
    const names = viewNames(viewShape(name)).map((one) => `- \`${one}\``)
    return `## ${name}\n\n${names.join('\n')}\n`
  })
  const head = `# Names that a template is given

For each template, what it may write, test or loop over. \`list[]\` is a list for \`{{#each list}}\`; \`list[].name\` is
\`{{yaml name}}\` or the like inside that loop, and \`group.name\` is written with its dot. A name may be empty for one
service or another: test it, or the group before its dot, with \`{{#if name}}\`. [custom-templates.md](custom-templates.md) says how to write values.
`
  return format([head, ...sections].join('\n'), { parser: 'markdown' })
}
