import { bindNotInStartCommand } from './bind-not-in-start-command.ts'
import { corsAnyOriginWithCredentials } from './cors-any-origin-with-credentials.ts'
import { corsWildcardIsAPattern } from './cors-wildcard-is-a-pattern.ts'
import { debugModeOn } from './debug-mode-on.ts'
import { developmentServerStarts } from './development-server-starts.ts'
import { dockerfileCmdInShellForm } from './dockerfile-cmd-in-shell-form.ts'
import { dockerfileEntrypointRunsCode } from './dockerfile-entrypoint-runs-code.ts'
import { dockerfileHasNoCmd } from './dockerfile-has-no-cmd.ts'
import { dockerfileNeedsBuildkit } from './dockerfile-needs-buildkit.ts'
import { environmentOverridesServer } from './environment-overrides-server.ts'
import { fileDoesNotParse } from './file-does-not-parse.ts'
import { gracePeriodTooShort } from './grace-period-too-short.ts'
import { gunicornNotInstalled } from './gunicorn-not-installed.ts'
import { gunicornVersionUnpinned } from './gunicorn-version-unpinned.ts'
import { gunicornVersionUnsafe } from './gunicorn-version-unsafe.ts'
import { gunicornVersionUnsupported } from './gunicorn-version-unsupported.ts'
import { healthPathsDisagree } from './health-paths-disagree.ts'
import { imageRunsAsRoot } from './image-runs-as-root.ts'
import { keepAliveShorterThanProxy } from './keep-alive-shorter-than-proxy.ts'
import { porterAppliesMissingFile } from './porter-applies-missing-file.ts'
import { porterApplyWithoutFile } from './porter-apply-without-file.ts'
import { porterFileInvalid } from './porter-file-invalid.ts'
import { portsDisagree } from './ports-disagree.ts'
import { probeKillsSlowStart } from './probe-kills-slow-start.ts'
import { probeTimeoutTooShort } from './probe-timeout-too-short.ts'
import { proxyTimeoutShorterThanApp } from './proxy-timeout-shorter-than-app.ts'
import { secretFileCopied } from './secret-file-copied.ts'
import { secretInFile } from './secret-in-file.ts'
import { serverBindsElsewhere } from './server-binds-elsewhere.ts'
import { serverBindsLoopback } from './server-binds-loopback.ts'
import { serverVariablesNotCleared } from './server-variables-not-cleared.ts'
import { startCommandOverridden } from './start-command-overridden.ts'
import { startCommandWithoutServer } from './start-command-without-server.ts'
import { textDependsOnMachine } from './text-depends-on-machine.ts'
import { variableInExecForm } from './variable-in-exec-form.ts'
import { webServiceWithoutProbes } from './web-service-without-probes.ts'
import { workersFollowTheNode } from './workers-follow-the-node.ts'
import { workersOutgrowContainer } from './workers-outgrow-container.ts'

/** Every hazard that a repository can hold, in the order of the promises that they break. */
export const repoRules = [
  fileDoesNotParse,
  serverBindsLoopback,
  serverBindsElsewhere,
  bindNotInStartCommand,
  variableInExecForm,
  environmentOverridesServer,
  serverVariablesNotCleared,
  portsDisagree,
  startCommandOverridden,
  dockerfileHasNoCmd,
  dockerfileCmdInShellForm,
  dockerfileEntrypointRunsCode,
  porterApplyWithoutFile,
  porterAppliesMissingFile,
  porterFileInvalid,
  developmentServerStarts,
  startCommandWithoutServer,
  debugModeOn,
  gunicornVersionUnsafe,
  gunicornVersionUnsupported,
  gunicornVersionUnpinned,
  gunicornNotInstalled,
  workersFollowTheNode,
  workersOutgrowContainer,
  gracePeriodTooShort,
  keepAliveShorterThanProxy,
  proxyTimeoutShorterThanApp,
  probeKillsSlowStart,
  probeTimeoutTooShort,
  webServiceWithoutProbes,
  healthPathsDisagree,
  corsAnyOriginWithCredentials,
  corsWildcardIsAPattern,
  imageRunsAsRoot,
  secretInFile,
  secretFileCopied,
  dockerfileNeedsBuildkit,
  textDependsOnMachine,
] as const

export type RepoRuleId = (typeof repoRules)[number]['id']
