import { shell } from '../../../artifacts/escape.ts'
import { underRoot } from '../../../artifacts/kinds/kind.ts'
import { repeatSpec } from '../../../artifacts/own-commands.ts'
import { userId } from '../../../facts/container.ts'
import { joinPath } from '../../../facts/paths.ts'
import type { Plan } from '../../../plan/plan.ts'
import { usualDescription } from '../../../program.ts'

/** The image, whatever runs in it, and what is done around its build. */
export function viewImage(plan: Plan) {
  return {
    userId,
    manager: plan['dependencies.manager'].value,
    runsThrough: plan['dependencies.manager'].value !== 'pip',
    dependencyFiles: plan['dependencies.files'].value,
    indexSecret: plan['dependencies.indexSecret'].value,
    secretOfVariable: `--secret id=${plan['dependencies.indexSecret'].value ?? ''},env=INDEX_NETRC`,
    writable: plan['image.writable'].value,
    predeploy: plan.predeploy.value,
    buildCommands: plan['image.build'].value,
  }
}

export function viewFiles(plan: Plan) {
  const { value: folder } = plan.root
  const { value: contextFolder } = plan.contextFolder
  const { value: porterFile } = plan['porter.file']
  const dockerfile = underRoot(plan, 'Dockerfile')
  // The name is always written, so it knows the description's file.
  const description = plan.name.where?.file ?? usualDescription
  return {
    folder,
    porterFile,
    dockerfile,
    inFolder: folder !== '.',
    wholeRepository: plan.context.value === 'repository',
    imageFolder: plan.imageFolder.value,
    // Docker looks at the top of the context unless it is told otherwise.
    dockerfileElsewhere: dockerfile !== joinPath(contextFolder, 'Dockerfile'),
    context: contextFolder === '.' ? '.' : `./${folder}`,
    dockerfilePath: `./${dockerfile}`,
    dockerignore: joinPath(contextFolder, '.dockerignore'),
    gunicornConf: underRoot(plan, 'gunicorn.conf.py'),
    serverFile: underRoot(plan, 'hoptix_server.py'),
    guideFile: underRoot(plan, 'DEPLOYMENT.md'),
    description,
    generateCommand: repeatSpec('npx hoptix-deploy generate', description),
    checkCommand: repeatSpec('npx hoptix-deploy check', description),
    planCommand: repeatSpec('npx hoptix-deploy plan', description),
    liveCommand: repeatSpec('npx hoptix-deploy plan --live FILE', description),
    // Only one of several services gets a porter file of its own without asking for it.
    isOneOfSeveral: plan['porter.file'].origin === 'derived',
    applyCommand: `porter apply -f ${shell(porterFile)} --wait`,
    applyLine: `Using Porter YAML at path: ${porterFile}`,
  }
}

/** Names only: a value may be nobody's business. */
export function viewEnvironment(plan: Plan) {
  const envNames = Object.keys(plan.env.value).sort()
  const imageEnvNames = Object.keys(plan['image.env'].value).sort()
  const { value: envGroups } = plan.envGroups
  const { value: requires } = plan.requires
  const hasOutsideEnvironment = envGroups.length + requires.length > 0
  return {
    envNames,
    imageEnvNames,
    envGroups,
    requires,
    hasOutsideEnvironment,
    hasEnvironment: hasOutsideEnvironment || envNames.length + imageEnvNames.length > 0,
    localNames: [...new Set([...requires, ...envNames])],
  }
}
