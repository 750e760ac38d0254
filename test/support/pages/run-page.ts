import { parseAllDocuments } from 'yaml'
import { loadSpec } from '../../../src/spec/load.ts'
import { type Block, readBlocks, replaceBody } from './blocks.ts'
import { isExpected, readCommands, writeCommand } from './console.ts'
import {
  applyEdit,
  type PageRepository,
  putFile,
  type Shell,
  startRepository,
} from './repository.ts'

export interface PageRun {
  /** The page, with the output that its commands really have. */
  readonly text: string
  /** Reasons of the blocks that are not run. */
  readonly notRun: readonly string[]
}

/**
 * A page of the documentation, carried out from top to bottom in one repository: commands are run, files written, edits
 * made. Throws where a block fails or is of a kind that nothing here carries out.
 */
export function runPage(page: string): PageRun {
  const blocks = readBlocks(page)
  if (blocks.length === 0) return { text: page, notRun: [] }
  const repository = startRepository(page)
  const bodies = blocks.map((block) => (block.notRun ? block.body : carryOut(block, repository)))
  // From the last to the first, so that the lines of the others stay where they are.
  const text = blocks.reduceRight(
    (done, block, index) => replaceBody(done, block, bodies[index] ?? ''),
    page,
  )
  return { text, notRun: blocks.flatMap(({ notRun }) => notRun ?? []) }
}

type Step = (body: string, repository: PageRepository) => string

const steps: Readonly<Record<string, Step>> = {
  console: (body, repository) => {
    let exitCode = 0
    return readCommands(body)
      .map((command) => {
        const result = repository.run('sh', command.line, exitCode)
        exitCode = result.exitCode
        const { expected } = command
        return writeCommand(command, isExpected(expected, result.output) ? expected : result.output)
      })
      .join('')
  },
  sh: runScript('sh'),
  bash: runScript('bash'),
  diff: (body, repository) => {
    applyEdit(repository, body)
    return body
  },
  json: (body) => {
    JSON.parse(body)
    return body
  },
  python: writeFile,
  text: writeFile,
  yaml: (body, repository) => {
    for (const { errors } of parseAllDocuments(body)) if (errors[0]) throw errors[0]
    const path = pathIn(body)
    if (path === 'hoptix.yaml') refuseMistakes(body)
    return writeFile(body, repository)
  },
}

function carryOut(block: Block, repository: PageRepository): string {
  const step = steps[block.language]
  try {
    if (!step) throw new Error(`A block of ${block.language || 'no language'} is not carried out.`)
    return step(block.body, repository)
  } catch (error) {
    throw new Error(`The block in line ${block.line}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function runScript(shell: Shell): Step {
  return (body, repository) => {
    const { exitCode, output } = repository.run(shell, `set -e\n${body}`)
    if (exitCode !== 0) throw new Error(`Exit code ${exitCode}\n${output.join('\n')}`)
    return body
  }
}

/** A block whose first line is a comment with a path is that file. */
function writeFile(body: string, repository: PageRepository): string {
  putFile(repository, pathIn(body), body)
  return body
}

function pathIn(body: string): string {
  const [, path] = /^# (\S*[./]\S+)\n/.exec(body) ?? []
  if (path === undefined) throw new Error('It does not begin with a comment that names its file.')
  return path
}

function refuseMistakes(body: string): void {
  const loaded = loadSpec(new TextEncoder().encode(body), 'hoptix.yaml')
  if (!loaded.ok) throw new Error(loaded.findings.map(({ message }) => message).join('\n'))
}
