import { appFolder } from '../facts/container.ts'
import { joinPath } from '../facts/paths.ts'
import { backlog, connectionsPerThread, servers } from '../facts/servers.ts'
import { autoWorkers, explainAutoWorkers, plannedMiBPerWorker } from '../facts/sizing.ts'
import {
  defaultProxySeconds,
  exitSeconds,
  graceMarginSeconds,
  preStopSeconds,
  proxyMarginSeconds,
  proxyTimeout,
  terminationGracePeriod,
} from '../facts/timing.ts'
import { frameworks } from '../frameworks/index.ts'
import type { DerivedValues, Picked, Sourced } from './plan.ts'

type Derived = { readonly [Key in keyof DerivedValues]: Sourced<DerivedValues[Key]> }

/** What follows from the settings, each with its arithmetic. */
export function deriveValues(plan: Picked): Derived {
  const cpu = plan['resources.cpu'].value
  const memory = plan['resources.memory'].value
  const threads = plan.threads.value
  const { interface: kind } = frameworks[plan.framework.value]
  const server = servers[kind]
  const isAsgi = kind === 'asgi'
  const workers = plan.workers.value === 'auto' ? autoWorkers(cpu, memory) : plan.workers.value
  return {
    workersAtStart: derived(
      workers,
      plan.workers.value === 'auto' ? explainAutoWorkers(cpu, memory) : 'as many as `workers` says',
    ),
    workerClass: derived(server.workerClass, server.because),
    workerConnections: isAsgi
      ? derived(undefined, 'an event loop takes what comes')
      : derived(
          connectionsPerThread * threads,
          'ten for each thread: enough to keep connections alive, few enough to recover from a burst in 5 s',
        ),
    backlog: isAsgi
      ? derived(undefined, 'an event loop takes what comes')
      : derived(backlog, 'at 2048 a burst was still being answered 26 s after it ended'),
    memoryEstimate: derived(
      workers * plannedMiBPerWorker,
      `${workers} workers of ${plannedMiBPerWorker} MB, as an ordinary app with its libraries needs`,
    ),
    memoryPerWorker: derived(Math.floor(memory / workers), `${memory} MB for ${workers} workers`),
    proxyTimeout: derived(
      proxyTimeout(plan.timeout.value),
      `${proxyMarginSeconds} s more than timeout, at least the ingress's own ${defaultProxySeconds} s`,
    ),
    terminationGracePeriod: derived(
      terminationGracePeriod(plan.gracefulTimeout.value),
      `preStop ${preStopSeconds} + graceful ${plan.gracefulTimeout.value} + exit ${exitSeconds} + margin ${graceMarginSeconds}`,
    ),
    ...derivePlaces(plan),
    serverRequirements: derived(server.requirements, 'the versions every promise was proven with'),
  }
}

/** Where the image is built from, and where the service then lives in it. */
function derivePlaces(plan: Picked): Pick<Derived, 'contextFolder' | 'imageFolder'> {
  const root = plan.root.value
  if (plan.context.value === 'service') {
    return {
      contextFolder: derived(root, 'the folder of the service'),
      imageFolder: derived(appFolder, 'the context is copied there'),
    }
  }
  return {
    contextFolder: derived('.', 'the whole repository'),
    imageFolder: derived(joinPath(appFolder, root), 'the context is copied to /app'),
  }
}

function derived<T>(value: T, because: string): Sourced<T> {
  return { value, origin: 'derived', because }
}
