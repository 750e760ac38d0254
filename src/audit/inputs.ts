import { joinPath } from '../facts/paths.ts'
import { type Finding, findingOf } from '../findings/finding.ts'
import { type Plan, servesWeb, type WebPlan } from '../plan/plan.ts'
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
  'app-callable-missing': {
    severity: 'error',
    why: 'The server takes the callable from the module at start; when it is not there it exits at once, again and again.',
    fix: 'Correct the name behind the colon of `app`.',
  },
} as const satisfies Record<string, RuleInfo>

/** Every file that the plan needs and the repository does not have, and a callable that its module does not have. */
export function findMissingInputs(plan: Plan, repo: Repo): Finding[] {
  const files = plan['dependencies.files'].value
    .map((file) => joinPath(plan.root.value, file))
    .filter((path) => !repo.has(path))
    .map((path) =>
      find('dependency-file-missing', plan, 'dependencies.files', `${path} does not exist.`),
    )
  return servesWeb(plan) ? [...files, ...findMissingApp(plan, repo)] : files
}

function findMissingApp(plan: WebPlan, repo: Repo): Finding[] {
  const [, module = '', name = ''] = /^(.+):(\w+)/.exec(plan.app.value) ?? []
  const folder = joinPath(plan.root.value, plan.appDir.value)
  const base = joinPath(folder, module.replaceAll('.', '/'))
  const path = [`${base}/__init__.py`, `${base}.py`].find((one) => repo.has(one))
  if (path === undefined && !repo.has(base))
    return [
      find('app-module-missing', plan, 'app', `Neither ${base}.py nor a package ${base} exists.`),
    ]
  const text = path === undefined ? undefined : repo.read(path)
  return text === undefined || mayDefine(text, name)
    ? []
    : [find('app-callable-missing', plan, 'app', `${path} has nothing that is called ${name}.`)]
}

/** What gives a module names that its text does not have. */
const namesFromElsewhere = /\bimport\s*\*|\b(?:exec|globals|setattr|vars|__dict__|__getattr__)\b/

/** False only where the name stands nowhere in the text, and nothing there could bring it in. */
function mayDefine(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text) || namesFromElsewhere.test(text)
}

function find(
  rule: keyof typeof inputChecks,
  plan: Plan,
  key: 'app' | 'dependencies.files',
  message: string,
): Finding {
  const where = plan[key].where ?? { file: plan.name.where?.file ?? '' }
  return findingOf(inputChecks, rule, { message, where })
}
