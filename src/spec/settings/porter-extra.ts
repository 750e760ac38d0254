import * as z from 'zod/mini'
import { porterApp } from '../../porter/app.ts'
import { autoscaling } from '../../porter/autoscaling.ts'
import { wholeNumber } from '../../porter/number.ts'
import { jobService, webService } from '../../porter/service.ts'
import { setting } from './setting.ts'

/**
 * Keys of porter.yaml that no setting of ours writes, passed through as they are. What the promises rest on (name, type,
 * run, port, health checks) and what has a setting of its own is not among them, so there is one place for each value.
 */
const common = {
  nodeGroup: setting(webService.shape.nodeGroup.def.innerType, {
    description: 'The node group to run on.',
    accepts: 'the UUID of a node group',
    examples: ['2f1c1f0e-5d3a-4b6e-9a55-0c7d6f1b2a34'],
  }),
  connections: setting(webService.shape.connections.def.innerType, {
    description: 'Cloud identities, Cloud SQL and disks; one of each type.',
    accepts: 'a list of maps with type',
    examples: [[{ type: 'awsRole', role: 'reports-reader' }]],
  }),
  serviceMeshEnabled: setting(z.boolean(), {
    description: 'Whether the service joins the service mesh.',
    accepts: 'true or false',
    examples: [true],
  }),
  metricsScraping: setting(webService.shape.metricsScraping.def.innerType, {
    description: 'Prometheus scraping.',
    accepts: 'a map with enabled, path, port and scrapeIntervalSeconds',
    examples: [{ enabled: true, path: '/metrics' }],
  }),
  sleep: setting(z.boolean(), {
    description: 'Keeps the service defined, with no instance running.',
    accepts: 'true or false',
    examples: [true],
  }),
}

const { customAutoscaling, temporalAutoscaling } = autoscaling.shape
const otherAutoscaling = {
  autoscaling: setting(z.strictObject({ customAutoscaling, temporalAutoscaling }), {
    description: 'Autoscaling by a Prometheus metric or a Temporal queue, beside `autoscaling`.',
    accepts: 'a map with customAutoscaling or temporalAutoscaling',
    examples: [
      {
        customAutoscaling: {
          prometheusMetricCustomAutoscaling: { metricName: 'queue_length', threshold: 10 },
        },
      },
    ],
  }),
}

/** Not 0, which Porter takes too: the process would be killed without a SIGTERM. */
const graceSeconds = wholeNumber('a whole number of seconds, 1-86400', 1, 86_400)
const gracePeriod = {
  terminationGracePeriodSeconds: setting(graceSeconds, {
    description: 'Seconds between SIGTERM and SIGKILL.',
    accepts: 'whole seconds, 1-86400',
    defaultNote: "Kubernetes' own, 30",
    examples: [120],
  }),
}

/** What the whole app may have besides. */
const appKeys = {
  initialDeploy: setting(porterApp.shape.initialDeploy.def.innerType, {
    description: 'A command that runs once for each preview environment.',
    accepts: 'a map with run, cpuCores and ramMegabytes',
    examples: [{ run: 'python manage.py seed' }],
  }),
  autoRollback: setting(porterApp.shape.autoRollback.def.innerType, {
    description: 'Whether a failed deploy goes back to the last good one by itself.',
    accepts: 'a map with enabled',
    examples: [{ enabled: true }],
  }),
  efsStorage: setting(porterApp.shape.efsStorage.def.innerType, {
    description: 'Whether the app gets a file system on Amazon EFS.',
    accepts: 'a map with enabled',
    examples: [{ enabled: true }],
  }),
}

/** Names of `porter.extra` that belong to the app itself; the rest belongs to the web service. */
export const appExtraKeys = Object.keys(appKeys)

const webKeys = {
  loadBalancers: setting(webService.shape.loadBalancers.def.innerType, {
    description: 'The load balancers in front of the service; instead of `private`.',
    accepts: 'a list of public_lb, private_lb and public_alb',
    examples: [['public_lb', 'private_lb']],
  }),
  disableTLS: setting(z.boolean(), {
    description: 'Serves plain HTTP on the domains.',
    accepts: 'true or false',
    examples: [true],
  }),
  ingressAnnotations: setting(webService.shape.ingressAnnotations.def.innerType, {
    description: 'More annotations of the ingress, beside those that timeouts and limits become.',
    accepts: 'a map of text to text',
    examples: [{ 'nginx.ingress.kubernetes.io/limit-rps': '20' }],
  }),
  pathRouting: setting(webService.shape.pathRouting.def.innerType, {
    description: 'Paths of the domain that lead to other ports, services or apps.',
    accepts: 'a list of maps with path, port, serviceName and appName',
    examples: [[{ path: '/', port: 8080 }]],
  }),
  pathRoutingConfig: setting(webService.shape.pathRoutingConfig.def.innerType, {
    description: 'What happens to the path on its way.',
    accepts: 'a map with rewriteMode',
    examples: [{ rewriteMode: 'rewrite-off' }],
  }),
}

export const serviceExtra = z.strictObject({
  ...appKeys,
  ...common,
  ...otherAutoscaling,
  ...webKeys,
})

/** Of both types of process; a rule checks what is of one type alone: `allowConcurrent` of a job, `autoscaling` of a worker. */
export const processExtra = z.strictObject({
  ...common,
  ...otherAutoscaling,
  ...gracePeriod,
  allowConcurrent: setting(jobService.shape.allowConcurrent.def.innerType, {
    description: 'Whether a job may start while its last run still goes on.',
    accepts: 'true or false',
    examples: [false],
  }),
})
