import { managers } from '../../facts/managers.ts'
import { joinPath } from '../../facts/paths.ts'
import { pipInstalls } from '../../plan/pip-installs.ts'
import { folderInContext, type Plan } from '../../plan/plan.ts'
import { shell } from '../escape.ts'

/** The part of the Dockerfile that installs what the app depends on. */
export function viewInstall(plan: Plan) {
  const { tool } = managers[plan['dependencies.manager'].value]
  return {
    tool,
    dependencyFiles: groupByFolder(plan['dependencies.files'].value, folderInContext(plan)),
    secret: plan['dependencies.indexSecret'].value,
    ...viewCommands(plan),
  }
}

function viewCommands(plan: Plan) {
  const { install } = managers[plan['dependencies.manager'].value]
  if (install)
    return { install: `/opt/tools/bin/${install}`, pins: [], pinnedInstalls: [], checks: false }
  // In /tmp of the builder, and so in no image.
  const { pins, pinned, requirements, checks } = pipInstalls(plan, '/tmp/pins.txt')
  const pip = (words: readonly string[]) => ['pip install', ...words.map(shell)].join(' ')
  return { install: pip(requirements), pins, pinnedInstalls: pinned.map(pip), checks }
}

/** COPY takes files of one folder at a time, and they must keep their places: one may include another. */
function groupByFolder(
  files: readonly string[],
  sourceFolder: string,
): { files: string[]; folder: string }[] {
  const folders = new Map<string, string[]>()
  for (const file of files) {
    const folder = `./${file
      .split('/')
      .slice(0, -1)
      .map((part) => `${part}/`)
      .join('')}`
    folders.set(folder, [...(folders.get(folder) ?? []), joinPath(sourceFolder, file)])
  }
  return [...folders].map(([folder, grouped]) => ({ files: grouped, folder }))
}
