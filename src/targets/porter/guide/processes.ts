import type { Plan, PorterKeys, Process } from '../../../plan/plan.ts'
import { appExtraKeys } from '../../../spec/settings/porter-extra.ts'

/** Seconds between SIGTERM and SIGKILL where nothing else is said: Kubernetes' own default, and Porter's. */
const defaultStopSeconds = 30

/** Workers and jobs, as both guides tell of them. `localNames` are the variables to hand over on a laptop. */
export function viewProcesses(plan: Plan, localNames: readonly string[]) {
  const appName = plan.name.value
  const processes = plan.processes.value.map((process) => ({
    ...viewProcess(process),
    appName,
    localNames,
  }))
  const jobs = processes.filter(({ isWorker }) => !isWorker)
  const { value: manager } = plan['dependencies.manager']
  return {
    processes,
    jobs,
    first: processes[0]?.name ?? '',
    runner: `${manager} run`,
    hasProcesses: processes.length > 0,
    hasWorkers: processes.some(({ isWorker }) => isWorker),
    hasJobs: jobs.length > 0,
    hasCronJobs: jobs.some(({ cron }) => cron !== ''),
    hasAutoscaling: processes.some(({ autoscaling }) => autoscaling !== undefined),
    extras: listExtras(plan),
  }
}

function viewProcess(process: Process) {
  const { name, type, command, cpu, memory, gpu, instances, autoscaling, timeout, extra } = process
  const [first = '', ...rest] = command.split(' ')
  return {
    name,
    type,
    command,
    first,
    rest,
    cpu,
    memory,
    gpu,
    instances,
    autoscaling,
    timeout,
    isWorker: type === 'worker',
    oneInstance: instances === 1,
    // Any blank may stand between the fields; in a table only a plain one keeps its cell in shape.
    cron: process.cron?.trim().split(/\s+/).join(' ') ?? '',
    sleeps: extra['sleep'] === true,
    stopSeconds: extra['terminationGracePeriodSeconds'] ?? defaultStopSeconds,
  }
}

/** What `porter.extra` passes through, by name and by whom it is for. Values may be nobody's business. */
function listExtras(plan: Plan) {
  const keys = Object.keys(plan['porter.extra'].value)
  const ofApp = keys.filter((key) => appExtraKeys.includes(key))
  const ofService = keys.filter((key) => !appExtraKeys.includes(key))
  return [
    { isApp: true, owner: '', keys: ofApp },
    { isApp: false, owner: plan['porter.service'].value, keys: ofService },
    ...plan.processes.value.map(({ name, extra }: { name: string; extra: PorterKeys }) => ({
      isApp: false,
      owner: name,
      keys: Object.keys(extra),
    })),
  ].filter(({ keys }) => keys.length > 0)
}
