import { type GunicornConfig, readGunicornConfigs } from '../readers/gunicorn-configs.ts'
import { type PythonFile, textOf } from '../readers/python-file.ts'
import { readServices } from '../readers/services.ts'
import type { Rule } from '../rule.ts'

export const workersFollowTheNode = {
  id: 'workers-follow-the-node',
  severity: 'error',
  why: "A container sees the node's cores, not its share: on a node of 64 the usual 2 x cores + 1 starts 129 workers, and they are killed for memory.",
  fix: 'Write a number, or size by the cgroup limits (cpu.max, memory.max) and the declared cores.',
  find: (repo) => [
    ...readServices(repo).flatMap(({ start }) =>
      start?.words.some((word) => coreCount.test(word))
        ? [
            {
              file: start.file,
              line: start.line('nproc'),
              message: "The start command counts the node's cores.",
            },
          ]
        : [],
    ),
    ...readGunicornConfigs(repo)
      .filter(countsTheNode)
      .map((config) => ({
        file: config.path,
        line: config.line('workers') ?? 1,
        message: "`workers` follows the number of the node's cores.",
      })),
  ],
} as const satisfies Rule

const coreCount = /\b(?:cpu_count|process_cpu_count|nproc|sched_getaffinity)\b/

/** min() of the cores and something else follows the smaller one. */
const limit = /\bmin\s*\(/

/** Followed through the names that the expression uses. */
function countsTheNode({ file }: GunicornConfig): boolean {
  const expression = expandNames(file, 'workers', new Set())
  if (coreCount.test(expression)) return true
  if (/cgroup|cpu\.max/.test(file.text)) return false
  return functionsCalled(expression, file).some((body) => coreCount.test(body) && !limit.test(body))
}

function expandNames(file: PythonFile, name: string, seen: Set<string>): string {
  if (seen.has(name)) return ''
  seen.add(name)
  return file.assignments
    .filter(({ target, value }) => target === name && value)
    .map(({ value }) => {
      const text = value ? textOf(value, file.text) : ''
      if (limit.test(text)) return ''
      const names = text.match(/\b[A-Za-z_]\w*\b/g) ?? []
      return [text, ...names.map((used) => expandNames(file, used, seen))].join(' ')
    })
    .join(' ')
}

/** Bodies of the file's own functions that an expression calls. */
function functionsCalled(expression: string, { tree, text }: PythonFile): string[] {
  return tree.topNode
    .getChildren('FunctionDefinition')
    .filter((node) => {
      const name = node.getChild('VariableName')
      return name && new RegExp(`\\b${textOf(name, text)}\\(`).test(expression)
    })
    .map((node) => textOf(node, text))
}
