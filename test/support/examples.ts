import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openOwnTemplates } from '../../src/artifacts/own/render.ts'
import { artifactKinds, type Generation, generateFrom, type Read } from '../../src/pipeline.ts'
import { type Plan, servesWeb } from '../../src/plan/plan.ts'
import { memoryRepo } from '../../src/repo/repo.ts'

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url))

export const exampleNames = readdirSync(join(projectFolder, 'examples')).sort()

const openIn = await openOwnTemplates(artifactKinds)

export function exampleFolder(name: string): string {
  return join(projectFolder, 'examples', name)
}

/** An example through the whole pipeline, as if its repository held nothing yet but templates of its own. */
export function renderExample(name: string): Generation {
  return renderDescription(exampleDescription(name), readTemplates(exampleFolder(name)))
}

export function exampleDescription(name: string): string {
  return readFileSync(join(exampleFolder(name), 'hoptix.yaml'), 'utf8')
}

function readTemplates(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.hbs'))
    .map((path) => path.replaceAll('\\', '/'))
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

export interface ExampleService {
  readonly example: string
  readonly plan: Plan
}

/** Every service of every example, by a title to name it with. */
export const exampleServices: readonly (readonly [string, ExampleService])[] = exampleNames.flatMap(
  (example) =>
    renderExample(example).plans.map((plan, _, plans) => {
      const title = plans.length === 1 ? example : `${example}, ${plan.name.value}`
      return [title, { example, plan }] as const
    }),
)

export const webServices = exampleServices.filter(([, { plan }]) => servesWeb(plan))

/** A description through the whole pipeline. Throws with the findings when it is not valid. */
export function renderDescription(
  text: string,
  templates: Readonly<Record<string, string>> = {},
): Generation {
  const read = readDescription(text, templates)
  if (!read.ok) throw new Error(JSON.stringify(read.findings, null, 2))
  return read.generation
}

/** A description in a repository that holds these templates and nothing else. */
export function readDescription(text: string, templates: Readonly<Record<string, string>>): Read {
  const bytes = new TextEncoder().encode(text)
  const repo = memoryRepo(templates)
  return generateFrom(bytes, 'hoptix.yaml', repo, openIn(repo))
}
