import { isMap, isSeq, parseDocument } from 'yaml'
import compiled from '../../../templates/porter.yaml.hbs'
import { toPairs } from '../../artifacts/kinds/dockerfile.ts'
import type { ArtifactKind } from '../../artifacts/kinds/kind.ts'
import { underRoot } from '../../artifacts/kinds/kind.ts'
import { fillTemplate, type Template } from '../../artifacts/templates.ts'
import { preStopSeconds } from '../../facts/timing.ts'
import { type Plan, type PorterKeys, type Process, servesWeb } from '../../plan/plan.ts'
import { appExtraKeys } from '../../spec/settings/porter-extra.ts'
import { ingressAnnotations } from './ingress.ts'

/** Seconds a probe waits. A busy thread pool fails Porter's default of 1 s (measured: 0 of 20 answered in time). */
export const probeTimeoutSeconds = 5

const template: Template = {
  name: 'porter.yaml.hbs',
  about: 'The app on Porter: build, resources, port, probes.',
  compiled,
  source: () => import('../../../templates/porter.yaml.hbs?raw'),
}

export const porterFile: ArtifactKind = {
  name: 'porter.yaml',
  comment: 'hash',
  path: (plan) => plan['porter.file'].value,
  renamed: { named: /\.ya?ml$/, isOne: isPorterApp },
  templates: [template],
  render: (plan, fill = fillTemplate) => fill(template, viewPorter(plan)),
}

/** Told from a note by its content, whatever the file is called. */
function isPorterApp(content: string): boolean {
  const document = parseDocument(content, { uniqueKeys: false, logLevel: 'silent' })
  if (!isMap(document.contents)) return false
  return document.get('version') === 'v2' && isSeq(document.get('services'))
}

function viewPorter(plan: Plan) {
  const { app: appExtra, web: webExtra } = splitExtra(plan['porter.extra'].value)
  return {
    name: plan.name.value,
    context: dotted(plan.contextFolder.value),
    dockerfile: `./${underRoot(plan, 'Dockerfile')}`,
    env: toPairs(plan.env.value),
    envGroups: plan.envGroups.value,
    predeploy: plan.predeploy.value,
    appExtra: viewExtra(appExtra, 0),
    webServices: servesWeb(plan) ? [{ ...viewWeb(plan), ...viewServiceExtra(webExtra) }] : [],
    processes: plan.processes.value.map(viewProcess),
  }
}

function viewWeb(plan: Plan) {
  return {
    service: plan['porter.service'].value,
    port: plan.port.value,
    cpu: plan['resources.cpu'].value,
    memory: plan['resources.memory'].value,
    gpu: plan['resources.gpu'].value,
    instances: plan.instances.value,
    autoscaling: plan.autoscaling.value,
    preStop: preStopSeconds,
    gracefulTimeout: plan.gracefulTimeout.value,
    terminationGracePeriod: plan.terminationGracePeriod.value,
    healthPath: plan['health.path'].value,
    startupSeconds: plan['health.startupSeconds'].value,
    probeTimeout: probeTimeoutSeconds,
    private: plan.private.value,
    domains: plan.domains.value,
    annotations: toPairs(ingressAnnotations(plan)),
  }
}

function viewProcess({ extra, ...process }: Process) {
  return {
    ...process,
    isWorker: process.type === 'worker',
    isByHand: process.type === 'job' && process.cron === undefined,
    ...viewServiceExtra(extra),
  }
}

/** Some keys of `porter.extra` are of the app, the rest of its web service; annotations join those of ours. */
function splitExtra(extra: PorterKeys): { app: PorterKeys; web: PorterKeys } {
  const entries = Object.entries(extra).filter(([key]) => key !== 'ingressAnnotations')
  const isOfApp = ([key]: [string, unknown]) => appExtraKeys.includes(key)
  return {
    app: Object.fromEntries(entries.filter(isOfApp)),
    web: Object.fromEntries(entries.filter((entry) => !isOfApp(entry))),
  }
}

/** Other ways to scale stand inside the block that is there anyway. */
function viewServiceExtra({ autoscaling = {}, ...rest }: PorterKeys) {
  return {
    extra: viewExtra(rest, 4),
    moreAutoscaling: viewExtra(autoscaling as PorterKeys, 6),
  }
}

/** Null where there is nothing to write. `indent` is the column at which the keys begin. */
function viewExtra(map: PorterKeys, indent: number): { indent: number; map: PorterKeys } | null {
  return Object.keys(map).length === 0 ? null : { indent, map }
}

/** A folder as Porter takes it. */
function dotted(folder: string): string {
  return folder === '.' ? '.' : `./${folder}`
}
