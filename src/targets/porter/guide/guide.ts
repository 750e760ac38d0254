import compiled from '../../../../templates/DEPLOYMENT.md.hbs'
import { shell } from '../../../artifacts/escape.ts'
import { type ArtifactKind, underRoot } from '../../../artifacts/kinds/kind.ts'
import { repeatSpec, usualDescription } from '../../../artifacts/own-commands.ts'
import { fillTemplate, type Template } from '../../../artifacts/templates.ts'
import { userId } from '../../../facts/container.ts'
import { joinPath } from '../../../facts/paths.ts'
import { gunicornVersion } from '../../../facts/servers.ts'
import { frameworks } from '../../../frameworks/index.ts'
import { type CorsPolicy, type Plan, servesWeb } from '../../../plan/plan.ts'
import { workflowPath, workflowSecret } from '../workflow.ts'
import { viewSizing, viewTiming } from './numbers.ts'
import { alignTables, settingRows } from './tables.ts'

const template: Template = {
  name: 'DEPLOYMENT.md.hbs',
  about: 'The guide for the team that runs the service.',
  compiled,
  source: () => import('../../../../templates/DEPLOYMENT.md.hbs?raw'),
}

/** The guide for the team that runs the service: this service, with its own numbers. */
export const guide: ArtifactKind = {
  name: 'DEPLOYMENT.md',
  comment: 'html',
  path: (plan) =>
    plan.guide.value && servesWeb(plan) ? underRoot(plan, 'DEPLOYMENT.md') : undefined,
  templates: [template],
  render: (plan, fill = fillTemplate) => alignTables(fill(template, viewGuide(plan))),
}

function viewGuide(plan: Plan) {
  return {
    ...viewService(plan),
    ...viewFiles(plan),
    ...viewWorkflow(plan),
    ...viewEnvironment(plan),
    ...viewSizing(plan),
    ...viewTiming(plan),
    ...viewExposure(plan),
    ...viewCors(plan.cors.value),
    settings: settingRows(plan),
  }
}

function viewService(plan: Plan) {
  const { debugSwitch, interface: kind, title } = frameworks[plan.framework.value]
  const isAsgi = kind === 'asgi'
  const { value: name } = plan.name
  const { value: logLevel } = plan.logLevel
  const { value: port } = plan.port
  const { value: app = '' } = plan.app
  const { value: appDir } = plan.appDir
  return {
    name,
    app,
    port,
    logLevel,
    userId,
    gunicornVersion,
    framework: title,
    service: plan['porter.service'].value,
    serverRequirement: plan.serverRequirements.value.join(' '),
    workerClass: plan.workerClass.value,
    listener: `0.0.0.0:${port}`,
    listeningLine: `Listening at: http://0.0.0.0:${port}`,
    portLine: `port: ${port}`,
    healthPath: plan['health.path'].value,
    healthByServer: plan['health.answeredBy'].value === 'bootstrap',
    healthBody: `{"status": "healthy", "service": "${name}"}`,
    jsonLogs: plan.logFormat.value === 'json',
    startIsLogged: logLevel === 'info' || logLevel === 'debug',
    debugLogs: logLevel === 'debug',
    isFlask: debugSwitch === 'flask',
    isDjango: debugSwitch === 'django',
    isStarlette: debugSwitch === 'starlette',
    isFastapi: plan.framework.value === 'fastapi',
    isPlainAsgi: plan.framework.value === 'asgi',
    isAsgi,
    isWsgi: !isAsgi,
    isOtherWsgi: !isAsgi && debugSwitch !== 'django',
    guardsDebug: debugSwitch !== 'none',
    hasDevServer: isAsgi || debugSwitch !== 'none',
    developmentApp: joinPath(appDir, app),
    uvicornApp: app.replace(/\(\)$/, ''),
    isFactory: app.endsWith('()'),
    hasAppDir: appDir !== '.',
    appDir,
    manager: plan['dependencies.manager'].value,
    runsThrough: plan['dependencies.manager'].value !== 'pip',
    dependencyFiles: plan['dependencies.files'].value,
    indexSecret: plan['dependencies.indexSecret'].value,
    secretOfVariable: `--secret id=${plan['dependencies.indexSecret'].value ?? ''},env=INDEX_NETRC`,
    writable: plan['image.writable'].value,
    predeploy: plan.predeploy.value,
    buildCommands: plan['image.build'].value,
    collectsStatic: plan['image.build'].value.some((command) => /\bcollectstatic\b/.test(command)),
  }
}

function viewFiles(plan: Plan) {
  const { value: folder } = plan.root
  const { value: porterFile } = plan['porter.file']
  const dockerfile = underRoot(plan, 'Dockerfile')
  // The name is always written, so it knows the description's file.
  const description = plan.name.where?.file ?? usualDescription
  return {
    folder,
    porterFile,
    dockerfile,
    inFolder: folder !== '.',
    context: plan.contextFolder.value === '.' ? '.' : `./${folder}`,
    dockerfilePath: `./${dockerfile}`,
    dockerignore: joinPath(plan.contextFolder.value, '.dockerignore'),
    gunicornConf: underRoot(plan, 'gunicorn.conf.py'),
    serverFile: underRoot(plan, 'hoptix_server.py'),
    guideFile: underRoot(plan, 'DEPLOYMENT.md'),
    description,
    generateCommand: repeatSpec('npx hoptix-deploy generate', description),
    checkCommand: repeatSpec('npx hoptix-deploy check', description),
    planCommand: repeatSpec('npx hoptix-deploy plan', description),
    liveCommand: repeatSpec('npx hoptix-deploy plan --live FILE', description),
    applyCommand: `porter apply -f ${shell(porterFile)} --wait`,
    applyLine: `Using Porter YAML at path: ${porterFile}`,
  }
}

function viewWorkflow(plan: Plan) {
  return {
    deploysOnPush: plan.ci.value === 'github',
    workflowFile: workflowPath(plan),
    workflowSecret: workflowSecret(plan),
  }
}

/** Names only: a value may be nobody's business. */
function viewEnvironment(plan: Plan) {
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

function viewExposure(plan: Plan) {
  const { value: domains } = plan.domains
  const isPublic = !plan.private.value
  const inside = `http://INTERNAL-ADDRESS:${plan.port.value}`
  return {
    isPublic,
    domains,
    otherDomains: domains.slice(1),
    hasDomain: domains.length > 0,
    url: isPublic ? `https://${domains[0] ?? 'YOUR-ADDRESS'}` : inside,
    // The ingress's own limits (ingress-nginx: proxy-body-size, proxy-buffer-size).
    bodyLimit: plan['ingress.maxBodySize'].value ?? '50m',
    ownBodyLimit: plan['ingress.maxBodySize'].value !== undefined,
    headerBuffer: plan['ingress.responseHeaderBuffer'].value ?? '4k',
  }
}

function viewCors(policy: CorsPolicy | 'app') {
  const cors = policy === 'app' ? null : policy
  const corsAnyOrigin = cors?.origins.includes('*') ?? false
  const listed = cors?.origins[0]?.replace('://*.', '://label.')
  const origin = corsAnyOrigin || !listed ? 'https://app.example.com' : listed
  return {
    cors,
    corsDeclared: cors !== null,
    corsDeniesAll: cors?.origins.length === 0,
    corsListsOrigins: cors !== null && cors.origins.length > 0 && !corsAnyOrigin,
    corsAnyOrigin,
    corsOriginHeader: `Origin: ${origin}`,
    corsMethodHeader: `Access-Control-Request-Method: ${cors?.methods[0] ?? 'GET'}`,
    corsAllowLine: `Access-Control-Allow-Origin: ${corsAnyOrigin ? '*' : origin}`,
  }
}
