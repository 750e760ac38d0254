import { joinPath } from '../facts/paths.ts'
import { type Finding, findingOf } from '../findings/finding.ts'
import { type Plan, type Sourced, servesWeb } from '../plan/plan.ts'
import type { Repo } from '../repo/repo.ts'
import type { RuleInfo } from '../spec/checks.ts'

/** What the description names but the repository lacks. */
export const inputChecks = {
  'dependency-file-missing': {
    severity: 'error',
    why: 'The image is built from the files that `dependencies.files` names; without one of them the build stops.',
    fix: 'Add the file, or name the files that are there under `dependencies.files`.',
  },
  'app-module-missing': {
    severity: 'error',
    why: 'The server imports `app` at start; when the module is not there it exits at once, again and again.',
    fix: 'Correct `app`, or set `appDir` to the folder it is imported from.',
  },
} as const satisfies Record<string, RuleInfo>

/** Every file that the plan needs and the repository does not have. */
export function findMissingInputs(plan: Plan, repo: Repo): Finding[] {
  const find = (
    rule: keyof typeof inputChecks,
    { where }: Sourced<unknown>,
    message: string,
  ): Finding =>
    findingOf(inputChecks, rule, {
      message,
      where: where ?? { file: plan.name.where?.file ?? '' },
    })
  const files = plan['dependencies.files'].value
    .map((file) => joinPath(plan.root.value, file))
    .filter((path) => !repo.has(path))
    .map((path) =>
      find('dependency-file-missing', plan['dependencies.files'], `${path} does not exist.`),
    )
  if (!servesWeb(plan)) return files
  const module = plan.app.value.split(':')[0] ?? ''
  const folder = joinPath(plan.root.value, plan.appDir.value)
  const base = joinPath(folder, module.replaceAll('.', '/'))
  const found = [`${base}.py`, base].some((path) => repo.has(path))
  return found
    ? files
    : [
        ...files,
        find('app-module-missing', plan.app, `Neither ${base}.py nor a package ${base} exists.`),
      ]
}
