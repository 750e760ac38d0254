import { appliedFile, porterApplies, readWorkflows } from '../readers/workflows.ts'
import type { Rule } from '../rule.ts'

export const porterApplyWithoutFile = {
  id: 'porter-apply-without-file',
  severity: 'error',
  why: '`porter apply` without `-f` ignores porter.yaml and deploys the configuration that is stored on the platform.',
  fix: 'Write `porter apply -f porter.yaml`.',
  find: (repo) =>
    readWorkflows(repo).flatMap(({ path, commands }) =>
      commands.flatMap((command) =>
        porterApplies(command)
          .filter((words) => appliedFile(words) === undefined && !words.includes('--help'))
          .map(() => ({
            file: path,
            line: command.line,
            message: '`porter apply` is given no file, so porter.yaml has no effect.',
          })),
      ),
    ),
} as const satisfies Rule
