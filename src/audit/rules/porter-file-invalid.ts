import { findPorterProblems } from '../../porter/schema.ts'
import { readPorterFiles } from '../readers/porter-files.ts'
import type { Rule } from '../rule.ts'

export const porterFileInvalid = {
  id: 'porter-file-invalid',
  severity: 'error',
  why: 'Porter ignores keys that it does not know and checks almost no value, so a slip deploys without effect.',
  fix: 'Correct the key or the value; docs.porter.run lists them.',
  find: (repo) =>
    readPorterFiles(repo)
      .filter(({ problem }) => !problem)
      .flatMap(({ path, value, locate }) =>
        findPorterProblems(value).map((problem) => ({
          file: path,
          line: locate?.key(problem.path).line ?? 1,
          message: problem.message,
          fix: problem.fix,
        })),
      ),
} as const satisfies Rule
