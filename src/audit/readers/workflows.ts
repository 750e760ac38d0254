import type { Repo } from '../../repo/repo.ts'
import type { Locator, Path } from '../../spec/locate.ts'
import { oncePerRepo } from './once-per-repo.ts'
import { resolvePath } from './paths.ts'
import type { ReadProblem } from './problem.ts'
import { isOperator, splitWords } from './shell-words.ts'
import { type Fields, fieldsIn, isFields, readYaml, textsIn } from './yaml-file.ts'

/** A command of a workflow: one logical line of a `run`, or what an action of Porter is told to run. */
export interface WorkflowCommand {
  readonly text: string
  readonly line: number
}

export interface Workflow {
  readonly path: string
  readonly commands: readonly WorkflowCommand[]
  /** Variables of the workflow, its jobs and its steps. */
  readonly environment: readonly { name: string; value: string; line: number }[]
  readonly problem?: ReadProblem
}

export const readWorkflows = oncePerRepo((repo: Repo): Workflow[] =>
  repo
    .list()
    .filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
    .map((path) => readWorkflow(repo, path)),
)

function readWorkflow(repo: Repo, path: string): Workflow {
  const read = readYaml(repo, path)
  if (!read.ok) return { path, commands: [], environment: [], problem: read.problem }
  const lines = read.text.split(/\r?\n/)
  const jobs = isFields(read.value) ? Object.entries(asFields(read.value['jobs'])) : []
  const steps = jobs.flatMap(([job, value]) =>
    fieldsIn(asFields(value)['steps']).map(([index, step]) => ({
      step,
      path: ['jobs', job, 'steps', index] as Path,
    })),
  )
  const holders: [Path, unknown][] = [
    [[], read.value],
    ...jobs.map(([job, value]): [Path, unknown] => [['jobs', job], value]),
    ...steps.map(({ step, path }): [Path, unknown] => [path, step]),
  ]
  return {
    path,
    commands: steps.flatMap((found) => commandsOf(found.step, found.path, read.locate, lines)),
    environment: holders.flatMap(([holder, value]) =>
      textsIn(asFields(value)['env']).map(([name, text]) => ({
        name,
        value: text,
        line: read.locate.key([...holder, 'env', name]).line ?? 1,
      })),
    ),
  }
}

function commandsOf(
  step: Fields,
  path: Path,
  locate: Locator,
  lines: readonly string[],
): WorkflowCommand[] {
  const action = asFields(step['with'])['command']
  if (/porter/.test(String(step['uses'])) && typeof action === 'string') {
    const line = locate.value([...path, 'with', 'command']).line ?? 1
    return [{ text: `porter ${action}`, line }]
  }
  if (typeof step['run'] !== 'string') return []
  const start = locate.value([...path, 'run']).line ?? 1
  const isBlock = /:\s*[|>][-+0-9]*\s*(?:#.*)?$/.test(lines[start - 1] ?? '')
  return logicalLines(step['run'], isBlock ? start + 1 : start)
}

/** A line that ends in a backslash goes on; a comment is no command. */
function logicalLines(script: string, start: number): WorkflowCommand[] {
  const commands: WorkflowCommand[] = []
  let pending: WorkflowCommand | undefined
  for (const [index, line] of script.split(/\r?\n/).entries()) {
    const text: string = `${pending?.text ?? ''}${line.replace(/\\$/, ' ')}`
    const command: WorkflowCommand = { text, line: pending?.line ?? start + index }
    pending = line.endsWith('\\') ? command : undefined
    if (!pending && !/^\s*(?:#|$)/.test(text)) commands.push(command)
  }
  return pending ? [...commands, pending] : commands
}

/** The arguments of every `porter apply` in a command. */
export function porterApplies(command: WorkflowCommand): string[][] {
  const words = splitWords(command.text)
  return words.flatMap((word, index) => {
    if (!/(?:^|\/)porter$/.test(word) || words[index + 1] !== 'apply') return []
    const rest = words.slice(index + 2)
    const end = rest.findIndex(isOperator)
    return [end < 0 ? rest : rest.slice(0, end)]
  })
}

/** The file that `porter apply` is told to read; undefined when it is told none. */
export function appliedFile(words: readonly string[]): string | undefined {
  const index = words.findIndex((word) => /^(?:-f|--file)(?:=|$)/.test(word))
  if (index < 0) return undefined
  return words[index]?.includes('=') ? words[index]?.split('=')[1] : words[index + 1]
}

/** Every file that some workflow applies, relative to the repository's top. */
export const appliedFiles = oncePerRepo((repo: Repo): ReadonlySet<string> => {
  const commands = readWorkflows(repo).flatMap((workflow) => workflow.commands)
  const files = commands.flatMap(porterApplies).map(appliedFile)
  return new Set(files.flatMap((file) => (file ? [resolvePath('', file) ?? file] : [])))
})

function asFields(value: unknown): Fields {
  return isFields(value) ? value : {}
}
