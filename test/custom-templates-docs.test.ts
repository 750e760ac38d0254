import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { expect, test } from 'vitest'
import { contextHelpers } from '../src/artifacts/templates.ts'
import { projectFolder } from './support/examples.ts'
import { templateNames, viewNames, viewShape } from './support/views.ts'

const text = readFileSync(join(projectFolder, 'docs/custom-templates.md'), 'utf8')

test('docs/custom-templates.md names every helper, and no other', () => {
  const named = [...text.matchAll(/^\| `\{\{(\w+) value\}\}`/gm)].map(([, name]) => name)
  expect(named).toEqual(Object.keys(contextHelpers).sort())
})

test('docs/template-names.md names what each template is given; `npm run docs` rewrites it', async () => {
  await expect(await writeNames()).toMatchFileSnapshot(
    join(projectFolder, 'docs/template-names.md'),
  )
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
