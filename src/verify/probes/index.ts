import type { Probe } from '../probe.ts'
import { answersAtAll } from './answers-at-all.ts'
import { answersCorsExactly } from './answers-cors-exactly.ts'
import { answersFromOutside } from './answers-from-outside.ts'
import { answersHealthWhenBusy } from './answers-health-when-busy.ts'
import { answersUnderLoad } from './answers-under-load.ts'
import { closesIdleAtStop } from './closes-idle-at-stop.ts'
import { configIsThePlan } from './config-is-the-plan.ts'
import { fitsMemory } from './fits-memory.ts'
import { listensOnAllInterfaces } from './listens-on-all-interfaces.ts'
import { logIsTheExpectedOne } from './log-is-the-expected-one.ts'
import { replacesKilledWorker } from './replaces-killed-worker.ts'
import { runsUnprivileged } from './runs-unprivileged.ts'
import { stopsGracefully } from './stops-gracefully.ts'
import { survivesHostileEnvironment } from './survives-hostile-environment.ts'

/** In the order in which they run: those that only look come first. */
export const probes = [
  answersAtAll,
  listensOnAllInterfaces,
  answersFromOutside,
  logIsTheExpectedOne,
  answersCorsExactly,
  answersUnderLoad,
  replacesKilledWorker,
  configIsThePlan,
  answersHealthWhenBusy,
  runsUnprivileged,
  fitsMemory,
  stopsGracefully,
  closesIdleAtStop,
  survivesHostileEnvironment,
] as const satisfies readonly Probe[]
