/** Proofs that no probe can give: each stands in the title of at least one test, behind `proof: `. */
export const testProofIds = [
  'sized-for-the-container',
  'health-check-passes',
  'image-holds-no-secret',
  'secret-is-never-repeated',
  'builds-with-both-builders',
  'same-bytes-everywhere',
  'asks-before-overwriting',
  'writes-nothing-half',
] as const

/**
 * Something that holds for every service, and how. A promise that nothing guards does not compile. Rules and
 * probes are only named here, since audit/ asks what a rule guards; rules.ts checks that each of them exists.
 */
export interface PromiseInfo<RuleId = string, ProofId = string> {
  /** The promise itself. */
  readonly text: string
  /** What happens without it. */
  readonly why: string
  /** Rules that refuse a file or a description which breaks it. */
  readonly enforcedBy: readonly [RuleId, ...RuleId[]]
  /** Probes and tests that show it on the running thing, on files and on images. */
  readonly provenBy: readonly [ProofId, ...ProofId[]]
}

export type PromiseId =
  | 'bind'
  | 'one-port'
  | 'no-override'
  | 'production-server'
  | 'sized'
  | 'drained'
  | 'kept-alive'
  | 'healthy'
  | 'cors-exact'
  | 'unprivileged'
  | 'no-secrets'
  | 'builds-anywhere'
  | 'same-bytes'
  | 'consent'

export const promises = {
  bind: {
    text: 'The listener is 0.0.0.0 with the planned port and nothing else, and it answers, whatever the environment says.',
    why: 'Bound to 127.0.0.1 the server is unreachable from outside its container, and the ingress answers 502. A configuration file is not enough: GUNICORN_CMD_ARGS=--bind=127.0.0.1:9 moves the listener.',
    enforcedBy: [
      'server-binds-loopback',
      'server-binds-elsewhere',
      'bind-not-in-start-command',
      'variable-in-exec-form',
      'environment-overrides-server',
      'server-variables-not-cleared',
      'file-does-not-parse',
      'app-shadows-the-server',
      'app-module-missing',
      'app-callable-missing',
      'template-breaks-promise',
    ],
    provenBy: [
      'answers-at-all',
      'listens-on-all-interfaces',
      'answers-from-outside',
      'survives-hostile-environment',
      'log-is-the-expected-one',
    ],
  },
  'one-port': {
    text: 'Bind, EXPOSE, HEALTHCHECK, the port of porter.yaml and the guide come from one number.',
    why: 'Porter sends requests to its own port, whatever the server listens on: where the two differ, every request is a 502.',
    enforcedBy: ['ports-disagree', 'template-breaks-promise'],
    provenBy: ['answers-from-outside', 'config-is-the-plan'],
  },
  'no-override': {
    text: "The image's CMD starts the server, in exec form and without ENTRYPOINT logic; porter.yaml says so with an empty `run`, and the workflow applies that file.",
    why: 'A start command left in the dashboard, such as `python app.py`, replaces CMD on every deploy. A missing `run` keeps it, and `porter apply` without `-f` never reads the file.',
    enforcedBy: [
      'start-command-overridden',
      'dockerfile-has-no-cmd',
      'dockerfile-cmd-in-shell-form',
      'dockerfile-entrypoint-runs-code',
      'porter-apply-without-file',
      'porter-applies-missing-file',
      'porter-file-invalid',
      'command-needs-a-shell',
      'template-breaks-promise',
    ],
    provenBy: ['log-is-the-expected-one', 'stops-gracefully'],
  },
  'production-server': {
    text: 'gunicorn is always there, at a version that is safe; a development server or debug mode never runs.',
    why: "Flask's development server was in production once: it is slow, it loses requests when it stops, and its debugger runs code for whoever finds it. gunicorn before 22.0 lets requests be smuggled past the proxy.",
    enforcedBy: [
      'development-server-starts',
      'start-command-without-server',
      'debug-mode-on',
      'gunicorn-version-unsafe',
      'gunicorn-version-unsupported',
      'gunicorn-version-unpinned',
      'gunicorn-not-installed',
      'template-breaks-promise',
    ],
    provenBy: ['log-is-the-expected-one', 'config-is-the-plan'],
  },
  sized: {
    text: "Workers follow the declared CPU and memory and the container's real limits, never the node's cores; what the environment asks for is checked, capped and logged.",
    why: "A container sees the node's cores: the usual 2 x cores + 1 started 129 workers on 64 cores. 64 workers in 512 MB were killed for memory 154 times in 25 s.",
    enforcedBy: [
      'workers-follow-the-node',
      'workers-outgrow-container',
      'workers-exceed-memory',
      'max-requests-with-one-worker',
      'autoscaling-range-reversed',
      'instances-beside-autoscaling',
      'template-breaks-promise',
    ],
    provenBy: [
      'config-is-the-plan',
      'log-is-the-expected-one',
      'survives-hostile-environment',
      'sized-for-the-container',
      'fits-memory',
    ],
  },
  drained: {
    text: 'preStop, the graceful timeout and a margin fit into the termination grace period: SIGTERM loses no request that is shorter than the graceful timeout.',
    why: 'Without the pause before the stop 7.4 % of requests failed in a rollout, with it none of 1,680; what is still running when the grace period ends is killed.',
    enforcedBy: [
      'grace-period-too-short',
      'dockerfile-cmd-in-shell-form',
      'template-breaks-promise',
    ],
    provenBy: ['stops-gracefully', 'closes-idle-at-stop', 'replaces-killed-worker'],
  },
  'kept-alive': {
    text: "The server keeps idle connections longer than the proxy does, and the proxy waits longer for an answer than the app's own timeout.",
    why: 'With the default keep-alive of 2 s behind a proxy that waits 60 s, 47 of 1,500 reused connections were lost, and nginx does not retry a POST.',
    enforcedBy: [
      'keep-alive-shorter-than-proxy',
      'proxy-timeout-shorter-than-app',
      'template-breaks-promise',
    ],
    provenBy: ['config-is-the-plan'],
  },
  healthy: {
    text: "One health path answers before the app's own middleware; no probe kills a slow start or a service that is merely busy.",
    why: "Porter's startup check kills an app that needs more than 15 s, and a busy pool of threads failed 20 of 20 checks of 1 s. Django answers a probe with 400, since its Host is an address.",
    enforcedBy: [
      'probe-kills-slow-start',
      'probe-timeout-too-short',
      'health-paths-disagree',
      'web-service-without-probes',
      'health-hides-the-root',
      'template-breaks-promise',
    ],
    provenBy: [
      'answers-from-outside',
      'answers-health-when-busy',
      'health-check-passes',
      'answers-under-load',
    ],
  },
  'cors-exact': {
    text: "Once `cors` is declared only the listed origins may call, on every response, never `*` with credentials; undeclared, the app's own rules are left alone.",
    why: "`*` with credentials lets any website act as the visitor. flask-cors reads https://*.example.com as an unanchored pattern, which lets strangers in and the app's own pages out.",
    enforcedBy: [
      'cors-any-origin-with-credentials',
      'cors-wildcard-is-a-pattern',
      'any-origin-with-credentials',
      'any-origin-among-others',
      'template-breaks-promise',
    ],
    provenBy: ['answers-cors-exactly'],
  },
  unprivileged: {
    text: 'The container runs as a user with a number other than 0, and works on a read-only root file system.',
    why: 'Who breaks into an app that runs as root is root in the container; a user with a name is refused under runAsNonRoot.',
    enforcedBy: ['image-runs-as-root', 'template-breaks-promise'],
    provenBy: ['runs-unprivileged'],
  },
  'no-secrets': {
    text: 'Nothing that looks like a secret reaches a generated file, an image layer that ships, or a log.',
    why: 'Generated files are committed and images are pulled by many; and with a context below the top, .dockerignore may not be read at all, so it cannot be what keeps .env out.',
    enforcedBy: [
      'secret-in-file',
      'secret-file-copied',
      'secret-in-description',
      'template-breaks-promise',
    ],
    provenBy: ['image-holds-no-secret', 'secret-is-never-repeated'],
  },
  'builds-anywhere': {
    text: 'The Dockerfile builds with the classic builder and with BuildKit; only a build secret, `dependencies.indexSecret`, asks for BuildKit.',
    why: 'Porter builds with the classic builder unless it is told otherwise, and that one stops at RUN --mount, COPY --link, a heredoc and `# syntax=`.',
    enforcedBy: ['dockerfile-needs-buildkit'],
    provenBy: ['builds-with-both-builders'],
  },
  'same-bytes': {
    text: 'One description gives the same bytes on every machine, operating system, locale and clock.',
    why: 'Otherwise `check` fails on one machine and passes on the next, and every diff hides the change that matters.',
    enforcedBy: ['text-depends-on-machine'],
    provenBy: ['same-bytes-everywhere'],
  },
  consent: {
    text: 'No file that hoptix-deploy did not write, or that a person edited, is overwritten without being asked.',
    why: 'A tool that destroys one hand-made porter.yaml is never run again, and the edit it lost may have kept a service alive.',
    enforcedBy: [
      'file-edited',
      'file-foreign',
      'file-of-another-app',
      'file-outside-repository',
      'path-claimed-twice',
      'file-orphaned',
      'file-missing',
      'file-stale',
      'file-outdated',
      'template-breaks-promise',
    ],
    provenBy: ['asks-before-overwriting', 'writes-nothing-half'],
  },
} as const satisfies Record<PromiseId, PromiseInfo>

/** The promises that a rule guards. */
export function promisesOf(rule: string): PromiseId[] {
  const ids = Object.keys(promises) as PromiseId[]
  return ids.filter((id) => (promises[id].enforcedBy as readonly string[]).includes(rule))
}
