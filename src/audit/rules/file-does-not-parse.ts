import { readDockerfiles } from '../readers/dockerfiles.ts'
import { readGunicornConfigs } from '../readers/gunicorn-configs.ts'
import { readOurFiles } from '../readers/ours.ts'
import { readPorterFiles } from '../readers/porter-files.ts'
import { readPython } from '../readers/python-file.ts'
import { readWorkflows } from '../readers/workflows.ts'
import type { Rule } from '../rule.ts'

export const fileDoesNotParse = {
  id: 'file-does-not-parse',
  severity: 'error',
  why: 'What a parser cannot read, neither the platform nor these rules can: the build, the deployment or the start will fail.',
  fix: 'Mend the file at the place that is named.',
  find: (repo) =>
    [
      ...readDockerfiles(repo),
      ...readPorterFiles(repo),
      ...readWorkflows(repo),
      ...readGunicornConfigs(repo).map(({ file }) => file),
      ...[...readOurFiles(repo)]
        .filter((path) => path.endsWith('.py'))
        .map((path) => readPython(repo, path)),
    ].flatMap(({ path, problem }) => (problem ? [{ file: path, ...problem }] : [])),
} as const satisfies Rule
