/** Probes of a running service: `verify` runs them against containers, processes and deployed services. */
export const serviceProbeIds = [
  'listens-on-all-interfaces',
  'answers-from-outside',
  'log-is-the-expected-one',
  'config-is-the-plan',
  'survives-hostile-environment',
  'stops-gracefully',
  'replaces-killed-worker',
  'answers-cors-exactly',
  'runs-unprivileged',
  'fits-memory',
  'answers-under-load',
] as const

/** Promises about files and builds, which no running service can show: the test suite proves them. */
const testProbeIds = [
  'test:same-bytes-in-every-locale',
  'test:asks-before-overwriting',
  'test:builds-with-both-builders',
  'test:image-layers-hold-no-secret',
] as const

export type ProbeId = (typeof serviceProbeIds)[number] | (typeof testProbeIds)[number]
