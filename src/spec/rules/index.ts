import { anyOriginAmongOthers } from './any-origin-among-others.ts'
import { anyOriginWithCredentials } from './any-origin-with-credentials.ts'
import { appShadowsTheServer } from './app-shadows-the-server.ts'
import { autoscalingRangeReversed } from './autoscaling-range-reversed.ts'
import { ciNeedsItsTarget } from './ci-needs-its-target.ts'
import { commandNeedsAShell } from './command-needs-a-shell.ts'
import { dependencyFileOfAnotherManager } from './dependency-file-of-another-manager.ts'
import { extraIndexInEnvironment } from './extra-index-in-environment.ts'
import { healthHidesTheRoot } from './health-hides-the-root.ts'
import { instancesBesideAutoscaling } from './instances-beside-autoscaling.ts'
import { managerHasOwnIndexes } from './manager-has-own-indexes.ts'
import { maxRequestsWithOneWorker } from './max-requests-with-one-worker.ts'
import { neededFileIsIgnored } from './needed-file-is-ignored.ts'
import { nothingToRun } from './nothing-to-run.ts'
import { packagePinnedTwice } from './package-pinned-twice.ts'
import { porterExtraContradicts } from './porter-extra-contradicts.ts'
import { privateServiceWithDomains } from './private-service-with-domains.ts'
import { processNameRepeated } from './process-name-repeated.ts'
import { processSettingOfOtherType } from './process-setting-of-other-type.ts'
import { secretInDescription } from './secret-in-description.ts'
import { settingNeedsAnApp } from './setting-needs-an-app.ts'
import { threadsOfAnEventLoop } from './threads-of-an-event-loop.ts'
import { workersExceedMemory } from './workers-exceed-memory.ts'

/** Every rule about the meaning of a description. */
export const specRules = [
  nothingToRun,
  settingNeedsAnApp,
  appShadowsTheServer,
  threadsOfAnEventLoop,
  maxRequestsWithOneWorker,
  workersExceedMemory,
  anyOriginWithCredentials,
  anyOriginAmongOthers,
  healthHidesTheRoot,
  dependencyFileOfAnotherManager,
  neededFileIsIgnored,
  managerHasOwnIndexes,
  packagePinnedTwice,
  extraIndexInEnvironment,
  instancesBesideAutoscaling,
  autoscalingRangeReversed,
  processNameRepeated,
  processSettingOfOtherType,
  porterExtraContradicts,
  privateServiceWithDomains,
  ciNeedsItsTarget,
  commandNeedsAShell,
  secretInDescription,
] as const

export type SpecRuleId = (typeof specRules)[number]['id']
