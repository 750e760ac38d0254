import type { Repo } from '../../repo/repo.ts'
import { findSecret, findSecretShape } from '../../spec/secrets.ts'
import { lineWith } from '../readers/docker-instruction.ts'
import { variablesOf } from '../readers/docker-variables.ts'
import { readDockerfiles } from '../readers/dockerfiles.ts'
import { readGunicornConfigs } from '../readers/gunicorn-configs.ts'
import { isTest, readOurFiles } from '../readers/ours.ts'
import { nameOf } from '../readers/paths.ts'
import { readPorterFiles } from '../readers/porter-files.ts'
import { readPython } from '../readers/python-file.ts'
import { evaluate } from '../readers/python-values.ts'
import { readWorkflows } from '../readers/workflows.ts'
import type { Hit, Rule } from '../rule.ts'

export const secretInFile = {
  id: 'secret-in-file',
  severity: 'error',
  why: 'These files are committed, and what an image is built with can be read by everyone who can pull it: a secret in them is a secret no more.',
  fix: 'Take it out, put it into an env group of the platform, and replace it where it was issued.',
  find: (repo) => [...variableHits(repo), ...shapeHits(repo)],
} as const satisfies Rule

interface Variable {
  readonly file: string
  readonly line: number
  readonly name: string
  readonly value: string
}

/** Judged by name and by value. The value is never repeated: this output ends up in logs. */
function variableHits(repo: Repo): Hit[] {
  return [
    ...imageVariables(repo),
    ...porterVariables(repo),
    ...workflowVariables(repo),
    ...pythonVariables(repo),
  ].flatMap(({ file, line, name, value }) => {
    const kind = isReference(value) ? undefined : findSecret(name, value, true)
    return kind ? [{ file, line, message: `${name} looks like ${kind}.` }] : []
  })
}

/** Taken from somewhere else at run time, or plainly there to be replaced. */
function isReference(value: string): boolean {
  return /^\$|^(?:dummy|placeholder|change-?me|unused|not-used|build(?:-only)?|x+|<.*>)$/i.test(
    value,
  )
}

function imageVariables(repo: Repo): Variable[] {
  return readDockerfiles(repo).flatMap(({ path, instructions }) =>
    instructions
      .filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG')
      .flatMap((instruction) =>
        variablesOf(instruction).map(({ name, value }) => ({
          file: path,
          line: lineWith(instruction, name),
          name,
          value,
        })),
      ),
  )
}

function porterVariables(repo: Repo): Variable[] {
  return readPorterFiles(repo).flatMap(({ path, environment, locate }) =>
    Object.entries(environment).map(([name, value]) => ({
      file: path,
      line: locate?.key(['env', name]).line ?? 1,
      name,
      value,
    })),
  )
}

function workflowVariables(repo: Repo): Variable[] {
  return readWorkflows(repo).flatMap(({ path, environment }) =>
    environment.map((variable) => ({ file: path, ...variable })),
  )
}

function pythonVariables(repo: Repo): Variable[] {
  return configuration(repo)
    .filter((path) => path.endsWith('.py'))
    .flatMap((path) => {
      const file = readPython(repo, path)
      return file.assignments.flatMap(({ target, line, value }) => {
        const text = value?.name === 'String' ? evaluate(value, file) : undefined
        return typeof text === 'string' ? [{ file: path, line, name: target, value: text }] : []
      })
    })
}

/** Anywhere in these files, only what has the shape of a real credential. */
function shapeHits(repo: Repo): Hit[] {
  const paths = new Set([
    ...readDockerfiles(repo).map(({ path }) => path),
    ...readPorterFiles(repo).map(({ path }) => path),
    ...readWorkflows(repo).map(({ path }) => path),
    ...configuration(repo),
  ])
  return [...paths].flatMap((path) => {
    const text = repo.read(path) ?? ''
    return findSecretShape(text) ? linesWithSecret(path, text) : []
  })
}

function linesWithSecret(file: string, text: string): Hit[] {
  return text.split('\n').flatMap((line, index) => {
    const kind = findSecretShape(line)
    return kind ? [{ file, line: index + 1, message: `This looks like ${kind}.` }] : []
  })
}

function configuration(repo: Repo): string[] {
  const named = repo
    .list()
    .filter((path) => /^(?:settings|config)(?:_\w+)?\.py$/.test(nameOf(path)))
    .filter((path) => !isTest(repo, path))
  return [...named, ...readGunicornConfigs(repo).map(({ path }) => path), ...readOurFiles(repo)]
}
