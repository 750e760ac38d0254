import { inject } from 'vitest'
import { frameworks } from '../../src/frameworks/index.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { Probe } from '../../src/verify/probe.ts'
import { probes } from '../../src/verify/probes/index.ts'
import { survivesHostileEnvironment } from '../../src/verify/probes/survives-hostile-environment.ts'
import { type Builder, builders } from './docker/builders.ts'
import { type ExampleService, webServices } from './examples.ts'

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
 * - One service of each interface is attacked. An attack meets the start command, gunicorn.conf.py and the worker, and
 *   those differ between services of one interface in values alone: `artifacts/attack-surface.test.ts` shows it.
 */
export type Way = Builder | 'process'

export interface ProvenService extends ExampleService {
  readonly probes: readonly Probe[]
}

const provesAll = inject('matrix') === 'all'

type Interface = 'wsgi' | 'asgi'

const interfaceOf = (plan: Plan): Interface => frameworks[plan.framework.value].interface

/** The first of each interface, which stand for their kind. */
const first = new Map(
  webServices.toReversed().map(([title, { plan }]) => [interfaceOf(plan), title]),
)

export function servicesProvenIn(way: Way): [title: string, ProvenService][] {
  return webServices.flatMap(([title, service], at) => {
    const standsForItsKind = first.get(interfaceOf(service.plan)) === title
    const isItsTurn = way === 'process' ? standsForItsKind : builders[at % builders.length] === way
    if (!provesAll && !isItsTurn) return []
    const isAttacked = provesAll || standsForItsKind
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
