import compiledWeb from '../../../../templates/DEPLOYMENT.md.hbs'
import compiledProcesses from '../../../../templates/DEPLOYMENT-processes.md.hbs'
import processesPart from '../../../../templates/parts/processes.md.hbs'
import { type ArtifactKind, underRoot } from '../../../artifacts/kinds/kind.ts'
import { repeatSpec } from '../../../artifacts/own-commands.ts'
import {
  fillTemplate,
  type Template,
  type TemplateParts,
  withParts,
} from '../../../artifacts/templates.ts'
import { joinPath } from '../../../facts/paths.ts'
import { gunicornVersion } from '../../../facts/servers.ts'
import { frameworks } from '../../../frameworks/index.ts'
import { type CorsPolicy, type Plan, servesWeb } from '../../../plan/plan.ts'
import { workflowPath, workflowSecret } from '../workflow.ts'
import { viewEnvironment, viewFiles, viewImage } from './image.ts'
import { viewSizing, viewTiming } from './numbers.ts'
import { viewProcesses } from './processes.ts'
import { alignTables, settingRows } from './tables.ts'

const parts: TemplateParts = {
  processes: {
    compiled: processesPart,
    source: () => import('../../../../templates/parts/processes.md.hbs?raw'),
  },
}

const webTemplate: Template = {
  name: 'DEPLOYMENT.md.hbs',
  about: 'The guide for the team that runs the service.',
  compiled: compiledWeb,
  parts,
  source: () => withParts(import('../../../../templates/DEPLOYMENT.md.hbs?raw'), parts),
}

const processTemplate: Template = {
  name: 'DEPLOYMENT-processes.md.hbs',
  about: 'The guide of a service that has processes only.',
  compiled: compiledProcesses,
  parts,
  source: () => withParts(import('../../../../templates/DEPLOYMENT-processes.md.hbs?raw'), parts),
}

/** The guide for the team that runs the service: this service, with its own numbers. */
export const guide: ArtifactKind = {
  name: 'DEPLOYMENT.md',
  comment: 'html',
  path: (plan) => (plan.guide.value ? underRoot(plan, 'DEPLOYMENT.md') : undefined),
  templates: [webTemplate, processTemplate],
  render: (plan, fill = fillTemplate) =>
    alignTables(
      servesWeb(plan)
        ? fill(webTemplate, viewWebGuide(plan))
        : fill(processTemplate, viewProcessGuide(plan)),
    ),
}

function viewWebGuide(plan: Plan) {
  return {
    ...viewShared(plan),
    ...viewService(plan),
    ...viewSizing(plan),
    ...viewTiming(plan),
    ...viewExposure(plan),
    ...viewCors(plan.cors.value),
  }
}

/** Without a server there is no port, no health path and no size to tell of. */
function viewProcessGuide(plan: Plan) {
  return { ...viewShared(plan), name: plan.name.value }
}

function viewShared(plan: Plan) {
  const environment = viewEnvironment(plan)
  return {
    ...environment,
    ...viewImage(plan),
    ...viewFiles(plan),
    ...viewWorkflow(plan),
    ...viewProcesses(plan, environment.localNames),
    isWeb: servesWeb(plan),
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
    collectsStatic: plan['image.build'].value.some((command) => /\bcollectstatic\b/.test(command)),
  }
}

function viewWorkflow(plan: Plan) {
  return {
    deploysOnPush: plan.ci.value === 'github',
    workflowFile: workflowPath(plan),
    workflowSecret: workflowSecret(plan),
  }
}

function viewExposure(plan: Plan) {
  const { value: domains } = plan.domains
  const isPublic = !plan.private.value
  const inside = `http://INTERNAL-ADDRESS:${plan.port.value}`
  const url = isPublic ? `https://${domains[0] ?? 'YOUR-ADDRESS'}` : inside
  const { isOneOfSeveral, description } = viewFiles(plan)
  // Among several services only a domain tells which one an address leads to.
  const named = isOneOfSeveral && domains.length === 0 ? `verify ${plan.name.value}` : 'verify'
  return {
    isPublic,
    domains,
    otherDomains: domains.slice(1),
    hasDomain: domains.length > 0,
    url,
    verifyCommand: repeatSpec(`npx hoptix-deploy ${named} --url ${url}`, description),
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
