import { DockerfileParser } from 'dockerfile-ast'
import { markerOf } from '../../artifacts/marker.ts'
import type { Repo } from '../../repo/repo.ts'
import { type DockerInstruction, readInstruction } from './docker-instruction.ts'
import { oncePerRepo } from './once-per-repo.ts'
import { oncePerText } from './once-per-text.ts'
import { isTest } from './ours.ts'
import { nameOf } from './paths.ts'
import { readPorterFiles } from './porter-files.ts'
import { type ReadProblem, readText } from './problem.ts'

interface DockerStage {
  readonly name: string | undefined
  /** What stands behind FROM. */
  readonly base: string
  readonly instructions: readonly DockerInstruction[]
}

/** A Dockerfile that builds a Python service. */
export interface Dockerfile {
  readonly path: string
  readonly instructions: readonly DockerInstruction[]
  readonly stages: readonly DockerStage[]
  /** The final stage and, before it, the stages of this file that it starts from: what the image is made of. */
  readonly shipped: readonly DockerStage[]
  /** `# syntax=` and the like. */
  readonly directives: readonly { readonly name: string; readonly line: number }[]
  readonly problem?: ReadProblem
}

export const readDockerfiles = oncePerRepo((repo: Repo): Dockerfile[] => {
  const named = new Set(readPorterFiles(repo).map(({ dockerfile }) => dockerfile))
  const found = repo.list().filter((path) => named.has(path) || isProductionDockerfile(repo, path))
  return found
    .map((path) => parseDockerfile(repo, path))
    .filter((dockerfile) => named.has(dockerfile.path) || servesPython(dockerfile))
})

/** Dockerfiles for development and tests may do what production may not. */
function isProductionDockerfile(repo: Repo, path: string): boolean {
  const name = nameOf(path)
  const isDockerfile =
    /^(?:Dockerfile|Containerfile)(?:\.|$)|\.Dockerfile$/i.test(name) && !/ignore$/.test(name)
  const isForOthers = /(?:^|[._-])(?:dev|development|local|tests?|ci|lint|docs)(?:[._-]|$)/i
  return (
    isDockerfile &&
    !isForOthers.test(name) &&
    !isTest(repo, path) &&
    !path.includes('.devcontainer')
  )
}

/** The front end's image in the same repository is not ours to judge. */
function servesPython({ problem, instructions }: Dockerfile): boolean {
  const words = instructions.map(({ text }) => text).join('\n')
  return (
    problem !== undefined || /python|\bpip|gunicorn|uvicorn|flask|django|\buv\b|poetry/i.test(words)
  )
}

function parseDockerfile(repo: Repo, path: string): Dockerfile {
  const read = readText(repo, path)
  const empty = { path, instructions: [], stages: [], shipped: [], directives: [] }
  if (!read.ok) return { ...empty, problem: read.problem }
  return { path, ...parseText(withoutMarker(read.text)) }
}

/** A comment to Docker, and all that differs between the Dockerfiles of services that are alike. */
function withoutMarker(text: string): string {
  const marker = markerOf(text)
  return marker !== '' && text.startsWith(marker) ? `#\n#\n${text.slice(marker.length)}` : text
}

const parseText = oncePerText((text: string): Omit<Dockerfile, 'path'> => {
  const parsed = DockerfileParser.parse(withoutQuotedHeredocs(text))
  const lines = text.split(/\r?\n/)
  const instructions = parsed
    .getInstructions()
    .map((instruction) => readInstruction(instruction, lines, parsed.getEscapeCharacter()))
  const directives = parsed.getDirectives().map((directive) => ({
    name: directive.getName().toLowerCase(),
    line: directive.getRange().start.line + 1,
  }))
  const stages = splitStages(instructions)
  const problem = findProblem(instructions, stages)
  const shipped = chainOf(stages)
  return { instructions, stages, shipped, directives, ...(problem && { problem }) }
})

/** BuildKit opens no heredoc inside quotes; the library does, and takes the rest of the file for its text. */
function withoutQuotedHeredocs(text: string): string {
  return text.replace(/"(?:[^"\\\r\n]|\\.)*"/g, (quoted) => quoted.replaceAll('<<', '  '))
}

function splitStages(instructions: readonly DockerInstruction[]): DockerStage[] {
  const stages: (DockerStage & { instructions: DockerInstruction[] })[] = []
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') {
      const [base = '', name] = instruction.text.split(/\s+as\s+/i)
      stages.push({ base, name: name?.toLowerCase(), instructions: [] })
    } else stages.at(-1)?.instructions.push(instruction)
  }
  return stages
}

function chainOf(stages: readonly DockerStage[]): DockerStage[] {
  const chain: DockerStage[] = []
  for (let index = stages.length - 1; index >= 0; ) {
    const stage = stages[index] as DockerStage
    chain.unshift(stage)
    const base = stage.base.toLowerCase()
    index = stages.slice(0, index).findLastIndex(({ name }) => name === base)
  }
  return chain
}

const keywords = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
)

function findProblem(
  instructions: readonly DockerInstruction[],
  stages: readonly DockerStage[],
): ReadProblem | undefined {
  const unknown = instructions.find(({ keyword }) => !keywords.has(keyword))
  if (unknown)
    return { line: unknown.line, message: `${unknown.keyword} is not an instruction of Docker.` }
  return stages.length === 0 ? { message: 'The file has no FROM.' } : undefined
}
