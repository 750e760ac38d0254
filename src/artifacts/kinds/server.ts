import wsgi from '../../../templates/hoptix_server.py.hbs'
import asgi from '../../../templates/hoptix_server_asgi.py.hbs'
import { frameworks } from '../../frameworks/index.ts'
import { type Plan, servesWeb } from '../../plan/plan.ts'
import { fillTemplate, type Template } from '../templates.ts'
import { type ArtifactKind, underRoot } from './kind.ts'

const templates: Record<'wsgi' | 'asgi', Template> = {
  wsgi: {
    name: 'hoptix_server.py.hbs',
    about: 'The bootstrap of Flask, Django and other WSGI apps.',
    compiled: wsgi,
    source: () => import('../../../templates/hoptix_server.py.hbs?raw'),
  },
  asgi: {
    name: 'hoptix_server_asgi.py.hbs',
    about: 'The bootstrap of FastAPI, Starlette and other ASGI apps.',
    compiled: asgi,
    source: () => import('../../../templates/hoptix_server_asgi.py.hbs?raw'),
  },
}

/** The server bootstrap: imports the app and puts health, CORS and proxy headers in front of it. */
export const server: ArtifactKind = {
  name: 'hoptix_server.py',
  comment: 'hash',
  path: (plan) => (servesWeb(plan) ? underRoot(plan, 'hoptix_server.py') : undefined),
  templates: [templates.wsgi, templates.asgi],
  render: (plan, fill = fillTemplate) =>
    fill(templates[frameworks[plan.framework.value].interface], viewServer(plan)),
}

function viewServer(plan: Plan) {
  const { debugSwitch, proxyHeaders } = frameworks[plan.framework.value]
  const cors = plan.cors.value === 'app' ? null : plan.cors.value
  const answersHealth = plan['health.answeredBy'].value === 'bootstrap'
  const isFlask = debugSwitch === 'flask'
  const isDjango = debugSwitch === 'django'
  const isStarlette = debugSwitch === 'starlette'
  const ownProxyHeaders = proxyHeaders === 'server'
  return {
    service: plan.name.value,
    app: plan.app.value,
    appDir: plan.appDir.value,
    healthPath: plan['health.path'].value,
    requires: plan.requires.value,
    cors,
    answersHealth,
    isFlask,
    isDjango,
    isStarlette,
    ownProxyHeaders,
    guardsDebug: debugSwitch !== 'none',
    unguarded: debugSwitch === 'none',
    logs: cors !== null || isFlask || isDjango,
    hasOwnLayers: cors !== null || answersHealth || ownProxyHeaders,
    onlyAppType: cors === null && !answersHealth && !ownProxyHeaders,
  }
}
