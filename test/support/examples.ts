import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Generation, generateFrom } from '../../src/pipeline.ts'
import { memoryRepo } from '../../src/repo/repo.ts'

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url))

export const exampleNames = readdirSync(join(projectFolder, 'examples')).sort()

export function exampleFolder(name: string): string {
  return join(projectFolder, 'examples', name)
}

/** An example through the whole pipeline, as if its repository held nothing yet. */
export function renderExample(name: string): Generation {
  return renderDescription(readFileSync(join(exampleFolder(name), 'hoptix.yaml'), 'utf8'))
}

/** A description through the whole pipeline. Throws with the findings when it is not valid. */
export function renderDescription(text: string): Generation {
  const read = generateFrom(new TextEncoder().encode(text), 'hoptix.yaml', memoryRepo({}))
  if (!read.ok) throw new Error(JSON.stringify(read.findings, null, 2))
  return read.generation
}
