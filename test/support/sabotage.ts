import type { Artifact } from '../../src/artifacts/artifact.ts'
import { exampleFolder, renderExample } from './examples.ts'
import { type PreparedExample, prepareService } from './real-server.ts'

/** What is changed in one file: text for text, or what is put in place of its CMD. */
export interface Sabotage {
  readonly file: 'Dockerfile' | 'gunicorn.conf.py' | 'hoptix_server.py'
  readonly change: (content: string) => string
}

/** Replaces text that must be there: a template that moved on would make a control that controls nothing. */
export function swap(file: Sabotage['file'], from: string, to: string): Sabotage {
  return {
    file,
    change: (content) => {
      if (!content.includes(from)) throw new Error(`${file} no longer holds ${from}`)
      return content.replaceAll(from, to)
    },
  }
}

export function startWith(command: string): Sabotage {
  return {
    file: 'Dockerfile',
    change: (content) => `${content.slice(0, content.indexOf('\nCMD '))}\nCMD ${command}\n`,
  }
}

export function append(file: Sabotage['file'], text: string): Sabotage {
  return { file, change: (content) => `${content}${text}` }
}

/** An example as it is after somebody's well-meant edits. */
export async function prepareSabotaged(
  name: string,
  ...changes: readonly Sabotage[]
): Promise<PreparedExample> {
  const { plans, artifacts } = renderExample(name)
  const sabotaged = artifacts.map(({ path, content }): Artifact => {
    const own = changes.filter(({ file }) => path.split('/').at(-1) === file)
    return { path, content: own.reduce((text, { change }) => change(text), content) }
  })
  return prepareService({ plans, artifacts: sabotaged }, exampleFolder(name))
}
