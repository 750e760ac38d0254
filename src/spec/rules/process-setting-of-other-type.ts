import { type DraftProcess, listProcesses } from './processes.ts'
import type { SpecHit, SpecRule } from './rule.ts'

export const processSettingOfOtherType = {
  id: 'process-setting-of-other-type',
  severity: 'error',
  why: 'Porter has a schedule and a time limit for jobs and instances for workers; for the other type it ignores them in silence.',
  fix: 'Remove the key, or change `type`.',
  find: (spec) =>
    listProcesses(spec)
      .filter(({ process }) => process.type !== undefined)
      .flatMap(({ path, process }) => [
        ...foreignKeys(process, path),
        ...foreignExtra(process, [...path, 'porter', 'extra']),
      ]),
} as const satisfies SpecRule

/** The only type that each of these keys means something to. */
const typeOfKey = {
  cron: 'job',
  timeout: 'job',
  instances: 'worker',
  autoscaling: 'worker',
} as const

const typeOfExtra = { allowConcurrent: 'job', autoscaling: 'worker' } as const

function foreignKeys(process: DraftProcess, path: SpecHit['path']): SpecHit[] {
  return (Object.keys(typeOfKey) as (keyof typeof typeOfKey)[])
    .filter((key) => process[key] !== undefined && process.type !== typeOfKey[key])
    .map((key) => hit([...path, key], typeOfKey[key], process))
}

function foreignExtra(process: DraftProcess, path: SpecHit['path']): SpecHit[] {
  const extra = process.porter?.extra ?? {}
  return (Object.keys(typeOfExtra) as (keyof typeof typeOfExtra)[])
    .filter((key) => extra[key] !== undefined && process.type !== typeOfExtra[key])
    .map((key) => hit([...path, key], typeOfExtra[key], process))
}

function hit(path: SpecHit['path'], type: string, process: DraftProcess): SpecHit {
  const message = `\`${path.at(-1)}\` is for a ${type}, and this is a ${process.type}.`
  return { path, at: 'key', message }
}
