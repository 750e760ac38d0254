import { webKeys } from '../spec/schema.ts'
import { type Plan, type PlanValues, servesWeb } from './plan.ts'
import { type PlanRow, planRows } from './rows.ts'

/** How `plan` groups what it shows. Every key of a plan stands in exactly one group; the compiler sees to it. */
const sectionOf = {
  name: 'Service',
  root: 'Service',
  app: 'Service',
  context: 'Service',
  appDir: 'Service',
  framework: 'Service',
  python: 'Service',
  port: 'Server',
  profile: 'Server',
  workers: 'Server',
  workersAtStart: 'Server',
  threads: 'Server',
  workerClass: 'Server',
  workerConnections: 'Server',
  backlog: 'Server',
  maxRequests: 'Server',
  keepAlive: 'Server',
  logLevel: 'Server',
  logFormat: 'Server',
  serverRequirements: 'Server',
  timeout: 'Timing',
  proxyTimeout: 'Timing',
  gracefulTimeout: 'Timing',
  terminationGracePeriod: 'Timing',
  'health.path': 'Health',
  'health.answeredBy': 'Health',
  'health.startupSeconds': 'Health',
  cors: 'CORS',
  'resources.cpu': 'Resources',
  'resources.memory': 'Resources',
  memoryEstimate: 'Resources',
  memoryPerWorker: 'Resources',
  'resources.gpu': 'Resources',
  instances: 'Resources',
  autoscaling: 'Resources',
  contextFolder: 'Image',
  imageFolder: 'Image',
  'dependencies.manager': 'Image',
  'dependencies.files': 'Image',
  'dependencies.indexes': 'Image',
  'dependencies.steps': 'Image',
  'dependencies.indexSecret': 'Image',
  'image.base': 'Image',
  'system.packages': 'Image',
  'system.buildPackages': 'Image',
  'image.build': 'Image',
  'image.ignore': 'Image',
  'image.env': 'Image',
  'image.path': 'Image',
  'image.writable': 'Image',
  env: 'Platform',
  envGroups: 'Platform',
  requires: 'Platform',
  domains: 'Platform',
  private: 'Platform',
  'ingress.maxBodySize': 'Platform',
  'ingress.responseHeaderBuffer': 'Platform',
  predeploy: 'Platform',
  'porter.file': 'Platform',
  'porter.service': 'Platform',
  'porter.extra': 'Platform',
  'porter.project': 'Platform',
  'porter.cluster': 'Platform',
  'porter.deploymentTarget': 'Platform',
  ci: 'Platform',
  processes: 'Processes',
  templates: 'Platform',
  guide: 'Platform',
} as const satisfies Record<keyof PlanValues, string>

export interface PlanSection {
  readonly title: string
  readonly rows: readonly PlanRow[]
}

/** The plan as people read it, in sections. */
export function planSections(plan: Plan): PlanSection[] {
  const rows = Object.entries(sectionOf)
    .filter(([key, title]) => servesWeb(plan) || !isOfWeb(key, title, plan))
    .flatMap(([key, title]) =>
      planRows(key as keyof PlanValues, plan).map((row) => ({
        // A section of its own only where there is something to show.
        title: row.key === 'processes' ? 'Platform' : title,
        row,
      })),
    )
  const titles = [...new Set(rows.map(({ title }) => title))]
  return titles.map((title) => ({
    title,
    rows: rows.filter((entry) => entry.title === title).map(({ row }) => row),
  }))
}

const webSections: readonly string[] = ['Server', 'Timing', 'Health', 'CORS', 'Resources']

/** A service of processes has no server: rows about one would only mislead. Nor has it a framework that nobody named. */
function isOfWeb(key: string, title: string, plan: Plan): boolean {
  const isSetting = webKeys.some((own) => key.split('.')[0] === own) || key === 'porter.service'
  const isUnnamed = key === 'framework' && plan.framework.origin === 'default'
  return isSetting || isUnnamed || webSections.includes(title)
}
