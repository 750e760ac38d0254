import { findSetting } from '../spec/schema.ts'
import type { Plan, PlanValues, Sourced } from './plan.ts'

/** How `plan` groups what it shows. Every key of a plan stands in exactly one group; the compiler sees to it. */
const sectionOf = {
  name: 'Service',
  root: 'Service',
  app: 'Service',
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
  'dependencies.manager': 'Image',
  'dependencies.files': 'Image',
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
  guide: 'Platform',
} as const satisfies Record<keyof PlanValues, string>

const units: { readonly [Key in keyof PlanValues]?: string } = {
  timeout: 's',
  proxyTimeout: 's',
  gracefulTimeout: 's',
  terminationGracePeriod: 's',
  keepAlive: 's',
  'health.startupSeconds': 's',
  'resources.memory': 'MB',
  memoryEstimate: 'MB',
  memoryPerWorker: 'MB',
  'resources.cpu': 'cores',
}

/** One line of `plan`. */
export interface PlanRow {
  readonly key: string
  readonly value: string
  /** Where the value came from, in words. */
  readonly source: string
  /** False for what is absent because nobody asked for it. */
  readonly isSet: boolean
  /** Environment variable that overrides it in a running container. */
  readonly override?: string
}

export interface PlanSection {
  readonly title: string
  readonly rows: readonly PlanRow[]
}

/** The plan as people read it, in sections. */
export function planSections(plan: Plan): PlanSection[] {
  const rows = Object.entries(sectionOf).map(([key, title]) => ({
    title,
    row: planRow(key as keyof PlanValues, plan),
  }))
  const titles = [...new Set(rows.map(({ title }) => title))]
  return titles.map((title) => ({
    title,
    rows: rows.filter((entry) => entry.title === title).map(({ row }) => row),
  }))
}

function planRow(key: keyof PlanValues, plan: Plan): PlanRow {
  const sourced: Sourced<unknown> = plan[key]
  const override = findSetting(key)?.env
  const source = sourced.origin === 'default' ? 'default' : sourced.because
  const text =
    key === 'cors' && sourced.value === 'app' ? "the app's own" : formatValue(sourced.value)
  const isSet = sourced.origin !== 'default' || text !== 'none'
  return {
    key,
    value: withUnit(text, units[key]),
    source,
    isSet,
    ...(override ? { override } : {}),
  }
}

function withUnit(text: string, unit: string | undefined): string {
  if (unit === undefined || text === 'none') return text
  return `${text} ${text === '1' ? unit.replace(/s$/, '') || unit : unit}`
}

function formatValue(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(formatValue).join(', ')
  if (typeof value !== 'object') return String(value)
  const pairs = Object.entries(value)
  return pairs.length === 0
    ? 'none'
    : pairs.map(([name, part]) => `${name} ${formatValue(part)}`).join('; ')
}
