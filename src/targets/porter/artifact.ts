import template from '../../../templates/porter.yaml.hbs'
import { toPairs } from '../../artifacts/kinds/dockerfile.ts'
import type { ArtifactKind } from '../../artifacts/kinds/kind.ts'
import { underRoot } from '../../artifacts/kinds/kind.ts'
import { fillTemplate } from '../../artifacts/templates.ts'
import { preStopSeconds } from '../../facts/timing.ts'
import type { Plan } from '../../plan/plan.ts'
import { ingressAnnotations } from './ingress.ts'

/** Seconds a probe waits. A busy thread pool fails Porter's default of 1 s (measured: 0 of 20 answered in time). */
export const probeTimeoutSeconds = 5

export const porterFile: ArtifactKind = {
  name: 'porter.yaml',
  comment: 'hash',
  path: (plan) => plan['porter.file'].value,
  render: (plan) => fillTemplate(template, viewPorter(plan)),
}

function viewPorter(plan: Plan) {
  return {
    name: plan.name.value,
    service: plan['porter.service'].value,
    context: plan.root.value === '.' ? '.' : `./${plan.root.value}`,
    dockerfile: `./${underRoot(plan, 'Dockerfile')}`,
    env: toPairs(plan.env.value),
    envGroups: plan.envGroups.value,
    predeploy: plan.predeploy.value,
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
