import { autoWorkers, minimumMiBPerWorker } from '../facts/sizing.ts'
import { readIfThere } from '../io/attempt.ts'
import type { Plan } from '../plan/plan.ts'
import { type Limits, readLimits } from './limits.ts'

/** Gunicorn's settings as the plan wants them, in the spelling of `--print-config`. */
export function expectedConfig(plan: Plan, limits: Limits = readLimits(readIfThere)) {
  const workers = expectedWorkers(plan, limits)
  const maxRequests = workers > 1 ? plan.maxRequests.value : 0
  const expected: Record<string, string | number> = {
    bind: `['0.0.0.0:${plan.port.value}']`,
    workers,
    worker_class: plan.workerClass.value,
    threads: plan.threads.value,
    timeout: plan.timeout.value,
    graceful_timeout: plan.gracefulTimeout.value,
    keepalive: plan.keepAlive.value,
    max_requests: maxRequests,
    max_requests_jitter: Math.floor(maxRequests / 10),
    limit_request_line: 8190,
    limit_request_field_size: 8190,
    forwarded_allow_ips: "['*']",
    secure_scheme_headers: "{'X-FORWARDED-PROTO': 'https'}",
    worker_tmp_dir: '/dev/shm',
    control_socket_disable: 'True',
    loglevel: plan.logLevel.value,
    accesslog: '-',
    errorlog: '-',
    proc_name: plan.name.value,
    preload_app: 'False',
    daemon: 'False',
    reload: 'False',
    umask: 0,
  }
  // An event loop has no such limits, and gunicorn's own values then mean nothing.
  if (plan.backlog.value !== undefined) expected['backlog'] = plan.backlog.value
  if (plan.workerConnections.value !== undefined)
    expected['worker_connections'] = plan.workerConnections.value
  return expected
}

/** The sizing rule with the limits of where it runs in place of the declared ones; written apart from the Python one. */
export function expectedWorkers(plan: Plan, limits: Limits = readLimits(readIfThere)): number {
  const memory = Math.min(plan['resources.memory'].value, limits.memory ?? Number.POSITIVE_INFINITY)
  const cpu = Math.min(
    plan['resources.cpu'].value,
    limits.cores,
    limits.quota ?? Number.POSITIVE_INFINITY,
  )
  const wanted = plan.workers.value === 'auto' ? autoWorkers(cpu, memory) : plan.workers.value
  return Math.min(wanted, Math.max(1, Math.floor(memory / minimumMiBPerWorker)))
}

/** Reads what `--print-config` prints: one `key = value` a line. */
export function parsePrintedConfig(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, key, value] = /^(\w+) += ?(.*)$/.exec(line) ?? []
      return key === undefined || value === undefined ? [] : [[key, value]]
    }),
  )
}
