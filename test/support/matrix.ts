import { inject } from 'vitest'
import { frameworks } from '../../src/frameworks/index.ts'
import type { Probe } from '../../src/verify/probe.ts'
import { probes } from '../../src/verify/probes/index.ts'
import { survivesHostileEnvironment } from '../../src/verify/probes/survives-hostile-environment.ts'
import { type Builder, builders } from './docker/builders.ts'
import { type ExampleService, renderExample, webServices } from './examples.ts'
import { startShape } from './start-shape.ts'

/**
 * Which example is proven in which way. `npm run test:proof -- --all` proves each in every way; without it the
 * following is left out, and nothing is lost by it:
 *
 * - A service is built and probed in containers of one builder, in turn the classic one and BuildKit. Both builders
 *   follow one Dockerfile, and no probe sees who did. What the Dockerfile of any description can hold is built by both in
 *   `containers/image-settings.test.ts`, and by both from a context with and without .dockerignore in
 *   `containers/container.test.ts`.
 * - One service of each interface is probed as a process. The process runtime reads the same CMD and files; what it
 *   does otherwise than a container depends on the worker, and on nothing else of the service.
 * - One service of each shape of start is attacked in containers. An attack meets the start command, the code of
 *   gunicorn.conf.py and the worker; services of one shape differ there in values alone.
 */
export type Way = Builder | 'process'

export interface ProvenService extends ExampleService {
  readonly probes: readonly Probe[]
}

const provesAll = inject('matrix') === 'all'

/** The first service of each kind, which stands for the others of it. */
function firstOfEach(kindOf: (service: ExampleService) => string): ReadonlySet<ExampleService> {
  const services = webServices.map(([, service]) => service).toReversed()
  return new Set(new Map(services.map((service) => [kindOf(service), service])).values())
}

const interfaceOf = ({ plan }: ExampleService) => frameworks[plan.framework.value].interface
const shapeOf = ({ example, plan }: ExampleService) =>
  startShape(renderExample(example).artifacts, plan.root.value)

export function servicesProvenIn(way: Way): [title: string, ProvenService][] {
  const ofInterface = firstOfEach(interfaceOf)
  const ofShape = firstOfEach(shapeOf)
  return webServices.flatMap(([title, service], at) => {
    const isProcess = way === 'process'
    const isItsTurn = isProcess ? ofInterface.has(service) : builders[at % builders.length] === way
    if (!provesAll && !isItsTurn) return []
    const isAttacked = provesAll || (isProcess ? ofInterface : ofShape).has(service)
    const chosen = probes.filter((probe) => isAttacked || probe !== survivesHostileEnvironment)
    return [[`${title}, ${way}`, { ...service, probes: chosen }]]
  })
}

/** Of several ways to build one service: all, or every other one, beginning with the next for each service. */
export function inTurns<Combination>(
  combinations: readonly Combination[],
  serviceNumber: number,
): Combination[] {
  return combinations.filter((_, at) => provesAll || (at + serviceNumber) % 2 === 0)
}
