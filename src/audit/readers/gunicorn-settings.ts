import type { RunningService } from './services.ts'
import { expandVariables } from './shell-words.ts'
import { optionValues } from './start-command.ts'

/** A setting as the server will see it, and where that was decided. */
export interface EffectiveSetting<T> {
  /** Undefined when only a start would tell. */
  readonly value: T | undefined
  readonly file: string
  readonly line: number
}

/** Settings with the flags that outrank the file, and what gunicorn does without either (its docs, 26.x). */
const numberSettings = {
  /** Seconds. */
  timeout: { flags: ['--timeout', '-t'], fallback: 30 },
  /** Seconds. */
  graceful_timeout: { flags: ['--graceful-timeout'], fallback: 30 },
  /** Seconds. */
  keepalive: { flags: ['--keep-alive'], fallback: 2 },
  threads: { flags: ['--threads'], fallback: 1 },
  workers: { flags: ['--workers', '-w'], fallback: 1 },
} satisfies Record<string, { flags: readonly string[]; fallback: number }>

/** A number that gunicorn runs with; undefined when the service is not started by gunicorn. */
export function effectiveNumber(
  service: RunningService,
  setting: keyof typeof numberSettings,
): EffectiveSetting<number> | undefined {
  const { start, config, environment } = service
  const { flags, fallback } = numberSettings[setting]
  if (start && start.server !== 'gunicorn') return undefined
  const told = start && optionValues(start.args, flags).at(-1)
  if (start && told !== undefined) {
    const value = Number(expandVariables(told, environment))
    return {
      value: Number.isNaN(value) ? undefined : value,
      file: start.file,
      line: start.line(flags.find((flag) => start.args.some((word) => word.startsWith(flag)))),
    }
  }
  const line = config?.line(setting)
  if (config && line !== undefined) {
    const value = config.value(setting, environment)
    return { value: typeof value === 'number' ? value : undefined, file: config.path, line }
  }
  return start && { value: fallback, file: start.file, line: start.line() }
}

/** Addresses that the server listens on: flags as they were given, else the file's setting. */
export function effectiveBinds({
  start,
  config,
  environment,
}: RunningService): EffectiveSetting<string>[] {
  const flags = start?.server === 'gunicorn' ? optionValues(start.args, ['--bind', '-b']) : []
  if (start && flags.length > 0) {
    return flags.map((flag) => ({
      value: start.form === 'shell' ? expandVariables(flag, environment) : flag,
      file: start.file,
      line: start.line(flag),
    }))
  }
  return config ? configBinds(config, environment) : []
}

/** `bind` of the configuration alone, a text or a list of them. */
export function configBinds(
  config: NonNullable<RunningService['config']>,
  environment: Readonly<Record<string, string>>,
): EffectiveSetting<string>[] {
  const line = config.line('bind')
  if (line === undefined) return []
  const value = config.value('bind', environment)
  const texts = Array.isArray(value) ? value : [value]
  return texts.flatMap((text) =>
    String(text ?? '?')
      .split(',')
      .map((one) => ({
        value: typeof text === 'string' ? one.trim() : undefined,
        file: config.path,
        line,
      })),
  )
}

/** Whether workers keep idle connections at all: sync ones close each. Undefined when only a start would tell. */
export function keepsConnections(service: RunningService): boolean | undefined {
  const told = service.start && optionValues(service.start.args, ['--worker-class', '-k']).at(-1)
  const written = service.config?.line('worker_class') && service.config.value('worker_class')
  const workerClass = told ?? written ?? 'sync'
  if (typeof workerClass !== 'string') return undefined
  const threads = effectiveNumber(service, 'threads')
  // threads > 1 turns sync into gthread.
  if (workerClass === 'sync') return threads?.value === undefined ? undefined : threads.value > 1
  return true
}
