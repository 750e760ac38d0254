import { resolvePath } from '../readers/paths.ts'
import { appliedFile, porterApplies, readWorkflows } from '../readers/workflows.ts'
import type { Rule } from '../rule.ts'

export const porterAppliesMissingFile = {
  id: 'porter-applies-missing-file',
  severity: 'error',
  why: 'The deployment reads another file than the one that is kept here, or none, so what is reviewed is not what runs.',
  fix: 'Name the porter.yaml of this repository, from its top.',
  find: (repo) =>
    readWorkflows(repo).flatMap(({ path, commands }) =>
      commands.flatMap((command) =>
        porterApplies(command)
          .flatMap((words) => appliedFile(words) ?? [])
          .filter((file) => !file.includes('$') && !repo.has(resolvePath('', file) ?? file))
          .map((file) => ({
            file: path,
            line: command.line,
            message: `\`porter apply\` reads ${file}, which is not in the repository.`,
          })),
      ),
    ),
} as const satisfies Rule
