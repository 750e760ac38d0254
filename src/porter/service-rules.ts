import { checkProblems } from './check-rules.ts'
import { type Fields, isFields, type Path, type PorterProblem, pathText } from './problem.ts'

type ServiceRule = (service: Fields, path: Path) => PorterProblem[]

const privateBesideLoadBalancers: ServiceRule = (service, path) => {
  if (service.private !== true || !Array.isArray(service.loadBalancers)) return []
  const message = `${pathText(path)} sets private: true and loadBalancers: Porter supports one of them.`
  return [{ path: [...path, 'private'], message, fix: 'Remove private and keep loadBalancers.' }]
}

const repeatedLoadBalancer: ServiceRule = ({ loadBalancers }, path) => {
  if (!Array.isArray(loadBalancers)) return []
  return loadBalancers.flatMap((mode, at) => {
    if (typeof mode !== 'string' || loadBalancers.indexOf(mode) === at) return []
    const here = [...path, 'loadBalancers', at]
    return [{ path: here, message: `${pathText(here)} repeats ${mode}.`, fix: 'Remove it.' }]
  })
}

const jobWithoutSchedule: ServiceRule = (service, path) => {
  if (service.type !== 'job' || service.suspendCron === true) return []
  if (service.cron !== undefined && service.cron !== null) return []
  const message = `${pathText(path)} has no cron: Porter would run the job every 5 minutes.`
  return [{ path, message, fix: 'Write cron, or suspendCron: true for a job started by hand.' }]
}

const autoscalingBounds: ServiceRule = ({ autoscaling }, path) => {
  if (!isFields(autoscaling)) return []
  const { minInstances: min, maxInstances: max } = autoscaling
  if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return []
  const here = [...path, 'autoscaling', 'minInstances']
  const message = `${pathText(here)} is ${min}, above maxInstances, ${max}.`
  return [{ path: here, message, fix: 'Make minInstances at most maxInstances.' }]
}

/** "Application to route to (requires serviceName)" (Porter docs, web-service, Aug 2026). */
const routeToAppNeedsService: ServiceRule = ({ pathRouting }, path) => {
  if (!Array.isArray(pathRouting)) return []
  return pathRouting.flatMap((route, at) => {
    if (!isFields(route) || route.appName === undefined || route.serviceName !== undefined)
      return []
    const here = [...path, 'pathRouting', at]
    const message = `${pathText(here)} has appName without serviceName.`
    return [{ path: here, message, fix: 'Add the serviceName in that app.' }]
  })
}

/** "A path must be specified for the default port set in services.port" (the same page). */
const routeForOwnPort: ServiceRule = ({ pathRouting, port }, path) => {
  if (!Array.isArray(pathRouting) || pathRouting.length === 0 || typeof port !== 'number') return []
  if (pathRouting.some((route) => isFields(route) && route.port === port)) return []
  const message = `${pathText(path)}.pathRouting has no path for the service's own port, ${port}.`
  const fix = `Add a path with port: ${port}.`
  return [{ path: [...path, 'pathRouting'], message, fix }]
}

/** "Only one of each type of connection" (Porter docs, connections, Aug 2026). */
const repeatedConnection: ServiceRule = ({ connections }, path) => {
  if (!Array.isArray(connections)) return []
  const types = connections.map((connection) => isFields(connection) && connection.type)
  return types.flatMap((type, at) => {
    if (typeof type !== 'string' || types.indexOf(type) === at) return []
    const here = [...path, 'connections', at]
    const message = `${pathText(here)} is a second ${type}: Porter allows one of each type.`
    return [{ path: here, message, fix: 'Keep one of them.' }]
  })
}

const rules: ServiceRule[] = [
  checkProblems,
  privateBesideLoadBalancers,
  repeatedLoadBalancer,
  jobWithoutSchedule,
  autoscalingBounds,
  routeToAppNeedsService,
  routeForOwnPort,
  repeatedConnection,
]

/** Every rule across the fields of one service. */
export function serviceProblems(service: Fields, path: Path): PorterProblem[] {
  return rules.flatMap((rule) => rule(service, path))
}
