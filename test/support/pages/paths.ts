import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { exampleNames, projectFolder } from '../examples.ts'

const inDocs = readdirSync(join(projectFolder, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .sort()
  .map((name) => `docs/${name}`)

/** Every page of prose, from the top of the project. What is generated for a service has tests of its own. */
export const pagePaths: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  ...inDocs,
  ...exampleNames.map((name) => `examples/${name}/README.md`),
]

/** Pages made from tables: their examples are single lines, not steps to follow. */
const generated = [
  'docs/reference.md',
  'docs/promises.md',
  'docs/rules.md',
  'docs/template-names.md',
]

/** Pages whose commands a person follows. */
export const followedPaths: readonly string[] = ['README.md', ...inDocs].filter(
  (path) => !generated.includes(path),
)
