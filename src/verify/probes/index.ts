import type { Probe } from '../probe.ts'
import { answersCorsExactly } from './answers-cors-exactly.ts'
import { answersFromOutside } from './answers-from-outside.ts'
import { answersHealthWhenBusy } from './answers-health-when-busy.ts'
import { closesIdleAtStop } from './closes-idle-at-stop.ts'
import { configIsThePlan } from './config-is-the-plan.ts'
import { listensOnAllInterfaces } from './listens-on-all-interfaces.ts'
import { logIsTheExpectedOne } from './log-is-the-expected-one.ts'
import { replacesKilledWorker } from './replaces-killed-worker.ts'
import { stopsGracefully } from './stops-gracefully.ts'
import { survivesHostileEnvironment } from './survives-hostile-environment.ts'

/** In the order in which they run: those that only look come first. */
export const probes = [
  listensOnAllInterfaces,
  answersFromOutside,
  logIsTheExpectedOne,
  answersCorsExactly,
  replacesKilledWorker,
  configIsThePlan,
  answersHealthWhenBusy,
  stopsGracefully,
  closesIdleAtStop,
  survivesHostileEnvironment,
] as const satisfies readonly Probe[]
