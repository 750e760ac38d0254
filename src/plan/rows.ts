import { findSetting } from '../spec/schema.ts'
import type { Plan, PlanValues, Process, Sourced } from './plan.ts'

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

/** The lines of one key: each process has one of its own. */
export function planRows(key: keyof PlanValues, plan: Plan): PlanRow[] {
  if (key !== 'processes' || plan.processes.value.length === 0) return [planRow(key, plan)]
  return plan.processes.value.map((process) => ({
    key: process.name,
    value: describeProcess(process),
    source: plan.processes.because,
    isSet: true,
  }))
}

function describeProcess(process: Process): string {
  const { type, command, cpu, memory, gpu, instances, autoscaling, cron, timeout } = process
  const when = type === 'worker' ? [] : [cron === undefined ? 'by hand' : `at ${cron}`]
  const scale = autoscaling
    ? [`${autoscaling.min} to ${autoscaling.max} instances`]
    : instances === undefined
      ? []
      : [`${instances} ${instances === 1 ? 'instance' : 'instances'}`]
  const facts = [
    ...when,
    ...scale,
    withUnit(String(cpu), 'cores'),
    `${memory} MB`,
    ...(gpu === undefined ? [] : [`${gpu} GPU`]),
    ...(timeout === undefined ? [] : [`${timeout} s at most`]),
  ]
  return `${type}: ${command} (${facts.join(', ')})`
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
