import type { DockerInstruction } from './docker-instruction.ts'
import type { Dockerfile } from './dockerfiles.ts'
import { oncePer } from './once-per.ts'
import { splitWords } from './shell-words.ts'
import { shippedOf } from './shipped-instructions.ts'

export interface DockerVariable {
  readonly name: string
  readonly value: string
}

/** What one ENV or ARG sets, in both of the forms that ENV has. */
export const variablesOf = oncePer(({ keyword, text }: DockerInstruction): DockerVariable[] => {
  const words = splitWords(text)
  const [name = '', ...rest] = words
  if (keyword === 'ENV' && !name.includes('=')) return [{ name, value: rest.join(' ') }]
  return words
    .filter((word) => word.includes('='))
    .map((word) => ({
      name: word.slice(0, word.indexOf('=')),
      value: word.slice(word.indexOf('=') + 1),
    }))
})

/** The environment that the image starts with. */
export function imageEnvironment(dockerfile: Dockerfile): Record<string, string> {
  const variables = shippedOf(dockerfile, 'ENV').flatMap(variablesOf)
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]))
}
