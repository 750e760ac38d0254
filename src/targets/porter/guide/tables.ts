import { frameworks } from '../../../frameworks/index.ts'
import { type Plan, type SettingValues, servesWeb } from '../../../plan/plan.ts'
import { findSetting, webKeys } from '../../../spec/schema.ts'

/** The settings a person looks up, with their units; lists and free text have sections of their own. */
const shown: readonly (readonly [key: keyof SettingValues, unit?: string])[] = [
  ['app'],
  ['context'],
  ['framework'],
  ['python'],
  ['image.base'],
  ['port'],
  ['workers'],
  ['threads'],
  ['timeout', 's'],
  ['gracefulTimeout', 's'],
  ['keepAlive', 's'],
  ['maxRequests'],
  ['logLevel'],
  ['logFormat'],
  ['health.path'],
  ['health.answeredBy'],
  ['health.startupSeconds', 's'],
  ['resources.cpu', 'CPU'],
  ['resources.memory', 'MB'],
  ['resources.gpu', 'GPU'],
  ['instances'],
  ['autoscaling', 'instances'],
  ['private'],
  ['ingress.maxBodySize'],
  ['ingress.responseHeaderBuffer'],
]

/** Settings that mean nothing without a server. */
const ofWebOnly = shown
  .map(([key]) => key)
  .filter((key) => webKeys.includes(key.split('.')[0] ?? key))

/** One row for each setting that applies. A line of the description is not named: it would move with every comment. */
export function settingRows(plan: Plan) {
  const left = new Set<keyof SettingValues>()
  if (plan.context.origin === 'default') left.add('context')
  if (!servesWeb(plan)) {
    for (const key of ofWebOnly) left.add(key)
    if (plan.framework.origin === 'default') left.add('framework')
  }
  if (plan.autoscaling.value) left.add('instances')
  if (frameworks[plan.framework.value].interface === 'asgi') left.add('threads')
  return shown
    .filter(([key]) => plan[key].value !== undefined && !left.has(key))
    .map(([key, unit]) => ({
      key,
      value: autoscalingRange(key, plan) ?? plan[key].value,
      unit: unit ?? '',
      origin: plan[key].origin === 'description' ? 'written' : plan[key].origin,
      preset: plan[key].origin === 'profile' ? plan.profile.value : '',
      env: findSetting(key)?.env ?? '',
    }))
}

function autoscalingRange(key: string, { autoscaling }: Plan): string | undefined {
  return key === 'autoscaling' && autoscaling.value
    ? `${autoscaling.value.min} to ${autoscaling.value.max}`
    : undefined
}

/** What other numbers of workers would mean, up to the most that the memory carries. */
export function workerRows(planned: number, most: number, threads: number, memory: number) {
  const counts = [1, 2, 4, 8, 16, 32, 64].filter((count) => count <= most)
  return [...new Set([...counts, planned])]
    .sort((a, b) => a - b)
    .map((workers) => ({
      workers,
      planned: workers === planned,
      requests: workers * threads,
      memory: Math.floor(memory / workers),
    }))
}

/** Pads the cells of every table as prettier does, whose output a formatter then leaves alone. Cells hold no `|`. */
export function alignTables(markdown: string): string {
  return markdown.replace(/(?:^\|.*\|\n)+/gm, (table) => {
    const rows = table
      .trimEnd()
      .split('\n')
      .map((line) => line.split('|').slice(1, -1))
      .map((cells) => cells.map((cell) => cell.trim()))
    const widths = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
    )
    const lines = rows.map((cells, row) =>
      widths.map((width, column) =>
        row === 1 ? '-'.repeat(width) : (cells[column] ?? '').padEnd(width),
      ),
    )
    return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
  })
}
