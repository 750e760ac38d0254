import compiled from '../../../templates/gunicorn.conf.py.hbs'
import { connectionsPerThread } from '../../facts/servers.ts'
import { frameworks } from '../../frameworks/index.ts'
import { type Plan, servesWeb } from '../../plan/plan.ts'
import { fillTemplate, type Template } from '../templates.ts'
import { type ArtifactKind, underRoot } from './kind.ts'

const template: Template = {
  name: 'gunicorn.conf.py.hbs',
  about: 'How gunicorn serves: sizing, timing, logs.',
  compiled,
  source: () => import('../../../templates/gunicorn.conf.py.hbs?raw'),
}

export const gunicornConf: ArtifactKind = {
  name: 'gunicorn.conf.py',
  comment: 'hash',
  path: (plan) => (servesWeb(plan) ? underRoot(plan, 'gunicorn.conf.py') : undefined),
  templates: [template],
  render: (plan, fill = fillTemplate) => fill(template, viewGunicornConf(plan)),
}

function viewGunicornConf(plan: Plan) {
  const isAsgi = frameworks[plan.framework.value].interface === 'asgi'
  return {
    service: plan.name.value,
    port: plan.port.value,
    workerClass: plan.workerClass.value,
    workers: plan.workers.value === 'auto' ? null : plan.workers.value,
    threads: plan.threads.value,
    timeout: plan.timeout.value,
    proxyTimeout: plan.proxyTimeout.value,
    gracefulTimeout: plan.gracefulTimeout.value,
    keepAlive: plan.keepAlive.value,
    maxRequests: plan.maxRequests.value,
    logLevel: plan.logLevel.value,
    jsonLogs: plan.logFormat.value === 'json',
    backlog: plan.backlog.value ?? null,
    connectionsPerThread,
    usesLogging: isAsgi || plan.logFormat.value === 'json',
    hasHealthLane: !isAsgi && plan['health.answeredBy'].value === 'bootstrap',
    healthPath: plan['health.path'].value,
    isAsgi,
    isWsgi: !isAsgi,
    cpu: plan['resources.cpu'].value,
    memory: plan['resources.memory'].value,
  }
}
