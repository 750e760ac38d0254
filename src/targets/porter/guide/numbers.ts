import {
  autoWorkers,
  minimumMiBPerWorker,
  mostAutoWorkers,
  plannedMiBPerWorker,
} from '../../../facts/sizing.ts'
import { preStopSeconds } from '../../../facts/timing.ts'
import { frameworks } from '../../../frameworks/index.ts'
import type { Plan } from '../../../plan/plan.ts'
import { probeTimeoutSeconds } from '../artifact.ts'
import { workerRows } from './tables.ts'

/** Workers, threads and memory, with the arithmetic behind them. Requests at a time are said of threads only. */
export function viewSizing(plan: Plan) {
  const { value: cpu } = plan['resources.cpu']
  const { value: memory } = plan['resources.memory']
  const { value: workers } = plan.workersAtStart
  const { value: threads } = plan.threads
  const { value: autoscaling } = plan.autoscaling
  const { value: instances } = plan.instances
  const requests = workers * threads
  const mostWorkers = Math.max(1, Math.min(64, Math.floor(memory / minimumMiBPerWorker)))
  const byMemory = Math.floor(memory / plannedMiBPerWorker)
  return {
    cpu,
    memory,
    workers,
    threads,
    requests,
    autoscaling,
    instances,
    mostWorkers,
    mostAutoWorkers,
    byMemory,
    plannedMemory: plannedMiBPerWorker,
    leastMemory: minimumMiBPerWorker,
    memoryPerWorker: plan.memoryPerWorker.value,
    connections: plan.workerConnections.value,
    backlog: plan.backlog.value,
    maxRequests: plan.maxRequests.value,
    autoWorkers: plan.workers.value === 'auto',
    autoCount: autoWorkers(cpu, memory),
    workersPreset: plan.workers.origin === 'profile' ? plan.profile.value : '',
    lessThanOneCore: cpu < 1,
    wholeCores: Math.ceil(cpu),
    byCpu: 2 * Math.ceil(cpu) + 1,
    oneCore: cpu <= 1,
    oneByMemory: byMemory === 1,
    oneWorker: workers === 1,
    oneThread: threads === 1,
    oneInstance: instances === 1,
    workersAreCapped: mostWorkers < 64,
    tight: memory < workers * plannedMiBPerWorker,
    roomyMemory: workers * plannedMiBPerWorker,
    fewestRequests: requests * (autoscaling?.min ?? instances),
    mostRequests: requests * (autoscaling?.max ?? instances),
    workerRows: workerRows(workers, mostWorkers, threads, memory),
    more: moreRequests(plan),
    fewer: fewerWorkers(plan),
  }
}

/** Twice the threads, where there are any, and twice the workers as far as each keeps the memory planned for it. */
function moreRequests(plan: Plan) {
  const { value: memory } = plan['resources.memory']
  const { value: now } = plan.workersAtStart
  const workers = Math.max(now, Math.min(2 * now, 64, Math.floor(memory / plannedMiBPerWorker)))
  const isAsgi = frameworks[plan.framework.value].interface === 'asgi'
  const threads = isAsgi ? 1 : Math.min(2 * plan.threads.value, 64)
  const requests = workers * threads
  if (requests === now * plan.threads.value) return null
  return {
    workers,
    threads,
    requests,
    addsWorkers: workers > now,
    memory: Math.floor(memory / workers),
    offersProfile: plan.profile.value !== 'high-traffic',
  }
}

/** Half the workers, but two where there are more: one that is stuck must not be the last. */
function fewerWorkers(plan: Plan) {
  const { value: now } = plan.workersAtStart
  if (now === 1) return null
  const workers = now === 2 ? 1 : Math.max(2, Math.floor(now / 2))
  return {
    workers,
    memory: Math.floor(plan['resources.memory'].value / workers),
    leavesOne: workers === 1,
    offersProfile: plan.profile.value !== 'low-resource' && now > 2,
  }
}

/** The clocks of a request, in seconds. */
export function viewTiming(plan: Plan) {
  const { value: timeout } = plan.timeout
  const { value: gracefulTimeout } = plan.gracefulTimeout
  return {
    timeout,
    gracefulTimeout,
    proxyTimeout: plan.proxyTimeout.value,
    gracePeriod: plan.terminationGracePeriod.value,
    preStop: preStopSeconds,
    startupSeconds: plan['health.startupSeconds'].value,
    probeTimeout: probeTimeoutSeconds,
    cutsLong: timeout > gracefulTimeout,
    timeoutIsCapped: plan.proxyTimeout.value < 3600,
  }
}
